type Named = { userId: string; name: string };

/** What people are called at a table: the first name, with as much of the last as tells two of them apart. */
export function shortNames(people: readonly Named[]): ReadonlyMap<string, string> {
	const parts = people.map(({ userId, name }) => {
		const [first = name, ...rest] = name.split(' ');
		return { userId, first, last: rest.at(-1) ?? '' };
	});
	return new Map(
		parts.map((one) => {
			const alike = parts.filter((other) => other !== one && other.first === one.first);
			if (alike.length === 0 || one.last === '') return [one.userId, one.first];
			const initial = one.last.charAt(0);
			const unclear = alike.some((other) => other.last.startsWith(initial));
			return [one.userId, unclear ? `${one.first} ${one.last}` : `${one.first} ${initial}.`];
		}),
	);
}

export const byId = <One extends Named>(people: readonly One[]): ReadonlyMap<string, One> =>
	new Map(people.map((person) => [person.userId, person]));
