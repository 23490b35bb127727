/**
 * What has been found out within one request, so that several verbs need not ask the same twice. Whatever was kept under
 * `current` is out of reach as soon as something was written.
 */
export class Memory {
	current: object = {};

	forget(): void {
		this.current = {};
	}
}

/** Keeps answers by key for as long as the request's memory lasts; without one, `find` is asked every time. */
export function remembering<Answer>() {
	const kept = new WeakMap<object, Map<string, Promise<Answer>>>();
	return (memory: Memory | undefined, key: string, find: () => Promise<Answer>): Promise<Answer> => {
		if (!memory) return find();
		const answers = kept.get(memory.current) ?? new Map<string, Promise<Answer>>();
		kept.set(memory.current, answers);
		const known = answers.get(key) ?? find();
		answers.set(key, known);
		return known;
	};
}
