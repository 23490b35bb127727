import { expect, test } from 'vitest';
import { m } from '#messages/messages.js';
import { requirementItems } from '#course/requirement-words.ts';

const row = { requirement: 'artefacts', have: 3, need: 8, missing: 5 } as const;
const noteOf = (state: 'open' | 'at_risk' | 'out_of_reach') => requirementItems([{ ...row, state }])[0]?.note;

test('what can no longer be reached does not ask for every chance', () => {
	const figures = { have: 3, need: 8 };
	expect(noteOf('open')).toBe(m.requirement_note(figures));
	expect(noteOf('at_risk')).toBe(m.requirement_note_risk(figures));
	expect(noteOf('out_of_reach')).toBe(m.requirement_note_out(figures));
});
