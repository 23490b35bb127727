import { expect, test } from 'vitest';
import { sentenceOf } from '#notifications/words.ts';

const reader = { locale: 'de', timeZone: 'Europe/Berlin' } as const;

test('groups are formed for a unit, and after the last meeting for the exam', () => {
	const formed = (unitNumber: number) => sentenceOf('group_formed', { unitNumber, group: 'Esche' }, reader);
	expect(formed(10)).toBe('Die Gruppen für Lerneinheit 10 stehen fest. Sie sind in der Gruppe Esche.');
	expect(formed(11)).toBe('Die Gruppen für die Prüfung stehen fest. Sie sind in der Gruppe Esche.');
});
