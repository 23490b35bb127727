export type Heard = { number: number; key: string };

/**
 * What was heard last, in the order in which everyone hears it. `start` is a number that nobody else has had: from there
 * on nothing is missing until so many have come that the oldest are forgotten.
 */
export class History {
	#heard: Heard[] = [];
	#most: number;

	constructor(start: number, most = 4_000) {
		this.#heard.push({ number: start, key: '' });
		this.#most = most;
	}

	get last(): number {
		return this.#heard.at(-1)?.number ?? 0;
	}

	add(heard: Heard): void {
		this.#heard.push(heard);
		// in one piece now and then, not one by one
		if (this.#heard.length > this.#most * 1.25) this.#heard.splice(0, this.#heard.length - this.#most);
	}

	/** The keys heard after `number`, each once; `null` when that cannot be known any more. */
	since(number: number): string[] | null {
		const at = this.#heard.findLastIndex((heard) => heard.number === number);
		return at < 0 ? null : [...new Set(this.#heard.slice(at + 1).map(({ key }) => key))];
	}
}
