/** What one story waits for in another, since both are told side by side. */
export type Turn = { reached: Promise<void>; reach: () => void };

export function turn(): Turn {
	const { promise, resolve } = Promise.withResolvers<void>();
	return { reached: promise, reach: resolve };
}

/** Where the first cohort’s story and the company’s meet: there is no certificate before it is issued. */
export type Turns = {
	/** The results and certificates of the first cohort are there. */
	certified: Turn;
	/** The company has got to the day on which a certificate is revoked. */
	trusted: Turn;
	/** It has been revoked. */
	revoked: Turn;
};
export const newTurns = (): Turns => ({ certified: turn(), trusted: turn(), revoked: turn() });
