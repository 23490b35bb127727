/** Something that somebody does at an instant of domain time. */
export type Act = {
	at: Date;
	/** For whoever has to find out why it failed. */
	what: string;
	run: (at: Date) => Promise<unknown>;
	post?: boolean;
};

/**
 * Lets everything happen one after the other in the order of time, since domain time only moves forward; what falls on
 * the same instant keeps the order of the list.
 * @throws Error that says what failed, with the cause
 */
export async function play(acts: readonly Act[], done: (act: Act) => void = () => {}): Promise<void> {
	for (const act of acts.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
		try {
			await act.run(act.at);
		} catch (cause) {
			throw new Error(`${act.what}, ${act.at.toISOString()}: ${saidBy(cause)}`, { cause });
		}
		done(act);
	}
}

const saidBy = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
