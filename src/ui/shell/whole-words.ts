/** What a large title must not break within. */
const whole = [
	// "30. November", "Monday 30 November", "22 Menschen"
	/(?:\p{L}{2,12} )?\d+\.? \p{Lu}\p{L}{2,9}(?!\p{L})/u,
	// "Einheit 5"
	/\p{L}{2,12} \d+(?![\d.])/u,
	// "Kick-off"
	/(?<!\p{L})\p{L}{1,5}-\p{L}{1,5}(?!\p{L})/u,
];
const pattern = new RegExp(`(${whole.map(({ source }) => source).join('|')})`, 'u');

/** The title in pieces; each second one (index 1, 3, …) stays on one line. Joined, they are the title again. */
export const splitAtWhole = (title: string): string[] => title.split(pattern);
