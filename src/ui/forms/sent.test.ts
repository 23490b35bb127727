import { expect, test } from 'vitest';
import { sentForm } from '#ui/forms/sent.ts';

const refused = {
	form: 'decline',
	message: 'Einige Angaben stimmen noch nicht.',
	errors: [{ field: 'words', message: 'Bitte mehr Worte.' }],
	typed: { applicationId: 'a', words: 'kurz', picked: ['x', 'y'] },
};

test('what was typed and what was wrong come back to the form that was sent', () => {
	const sent = sentForm(refused, 'decline');
	expect(sent.errors).toEqual([{ field: 'words', message: 'Bitte mehr Worte.' }]);
	expect(sent.error('words')).toBe('Bitte mehr Worte.');
	expect(sentForm(refused, 'decline', { labels: { words: 'Ihre Worte' } }).errors).toEqual([
		{ field: 'words', message: 'Ihre Worte: Bitte mehr Worte.' },
	]);
	expect(sent.value('words', 'anfangs')).toBe('kurz');
	expect(sent.values('picked')).toEqual(['x', 'y']);
});

test('another form, or the same form of another row, is left as it was', () => {
	for (const other of [sentForm(refused, 'accept'), sentForm(refused, 'decline', { one: { applicationId: 'b' } })]) {
		expect(other.errors).toEqual([]);
		expect(other.value('words', 'anfangs')).toBe('anfangs');
	}
});

test('a refusal that belongs to no field stands in the summary as a whole', () => {
	const sent = sentForm({ form: 'accept', message: 'Zu spät.', errors: [], typed: {} }, 'accept');
	expect(sent.errors).toEqual([{ message: 'Zu spät.' }]);
});

test('a form that was sent well is done and empty', () => {
	const sent = sentForm({ done: 'accept', answer: { state: 'accepted' } }, 'accept');
	expect(sent).toMatchObject({ done: true, errors: [] });
});
