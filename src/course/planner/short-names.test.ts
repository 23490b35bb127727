import { expect, test } from 'vitest';
import { shortNames } from './short-names.ts';

test('a first name is enough until two people share it', () => {
	const names = shortNames([
		{ userId: '1', name: 'Jana Wittkamp' },
		{ userId: '2', name: 'Paul Engelschall' },
		{ userId: '3', name: 'Paul Reuter' },
		{ userId: '4', name: 'Mai Nguyen' },
		{ userId: '5', name: 'Mai Neumann' },
		{ userId: '6', name: 'Okan' },
	]);
	expect([...names.values()]).toEqual(['Jana', 'Paul E.', 'Paul R.', 'Mai Nguyen', 'Mai Neumann', 'Okan']);
});
