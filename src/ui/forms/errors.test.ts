import { expect, test } from 'vitest';
import { errorList } from './errors.ts';

test('the summary has one line for each field that is wrong, in the order of the form', () => {
	expect(
		errorList({ title: ['Zu kurz.', 'Zu leer.'], ends: 'Das Ende liegt vor dem Beginn.', place: undefined, hint: [] }),
	).toEqual([
		{ field: 'title', message: 'Zu kurz.' },
		{ field: 'ends', message: 'Das Ende liegt vor dem Beginn.' },
	]);
});
