/** What a rule answers when it may refuse: a value, or a problem to be put into words where it is shown. */
export type Outcome<Value, Problem> = { ok: true; value: Value } | { ok: false; problem: Problem };

/** The rule allows it, and this is what comes of it. */
export function done<Value>(value: Value): { ok: true; value: Value } {
	return { ok: true, value };
}

/** The rule refuses, for this reason. */
export function refused<Problem>(problem: Problem): { ok: false; problem: Problem } {
	return { ok: false, problem };
}
