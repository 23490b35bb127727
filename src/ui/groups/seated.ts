export interface SeatedPerson {
	id: string;
	name: string;
	/** First name, where it is enough at a table. */
	short?: string | undefined;
	picture?: string | undefined;
	/** In one's hand. */
	held?: boolean | undefined;
	/** The seat a person has just left, or would take; drawn as a dashed circle with the name. */
	free?: boolean | undefined;
}

/** How often two people have shared a group; `added`: a move would bring them together once more. */
export interface PairMet {
	a: string;
	b: string;
	times: number;
	added?: boolean | undefined;
}
