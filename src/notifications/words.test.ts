import { expect, test } from 'vitest';
import { sentenceOf } from '#notifications/words.ts';

const reader = { locale: 'de', timeZone: 'Europe/Berlin' } as const;

test('groups are formed for a unit, and after the last meeting for the exam', () => {
	const formed = (unitNumber: number) => sentenceOf('group_formed', { unitNumber, group: 'Esche' }, reader);
	expect(formed(10)).toBe('Die Gruppen für Lerneinheit 10 stehen fest. Sie sind in der Gruppe Esche.');
	expect(formed(11)).toBe('Die Gruppen für die Prüfung stehen fest. Sie sind in der Gruppe Esche.');
});

test('papers that come together are one piece of news', () => {
	const assigned = (values: Record<string, number>) => sentenceOf('marking_assigned', values, reader);
	expect(assigned({ papers: 17 })).toBe('17 Arbeiten warten auf Ihre Bewertung.');
	expect(assigned({ papers: 1 })).toBe('Eine Arbeit wartet auf Ihre Bewertung.');
	expect(assigned({})).toBe('Eine Arbeit wartet auf Ihre Bewertung.');
});
