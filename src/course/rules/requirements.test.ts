import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Written } from '#course/rules/contribution.ts';
import {
	countingEnds,
	type CourseRecords,
	eligibility,
	houseRequirements as rules,
	type Outlook,
	requirementCounts,
	type RequirementCounts,
	requirements,
	requirementStatus,
	resultCredit,
} from '#course/rules/requirements.ts';

const day = (number: number) => new Date(Date.UTC(2026, 8, 7 + number, 16));
const lastMeetingEnd = day(70);
const enough: RequirementCounts = {
	artefacts: 8,
	meetings: 7,
	contributions: 20,
	replies: 10,
	shifts: 1,
	houseRules: 1,
};
const start: Outlook = {
	unitsLeft: 10,
	unitsInAll: 10,
	resultsPossible: 10,
	meetingsLeft: 10,
	shiftsAhead: 1,
	ownPace: false,
	frozen: false,
};
const nothing: RequirementCounts = {
	artefacts: 0,
	meetings: 0,
	contributions: 0,
	replies: 0,
	shifts: 0,
	houseRules: 0,
};

function stateOf(counts: Partial<RequirementCounts>, outlook: Partial<Outlook>) {
	const status = requirementStatus({ ...enough, ...counts }, rules, { ...start, ...outlook });
	return status.filter(({ state }) => state !== 'met').map(({ requirement, state }) => `${requirement} ${state}`);
}

describe('what counts', () => {
	const post = (change: Partial<Written>): Written => ({
		kind: 'post',
		author: 'Aylin',
		at: day(3),
		words: 20,
		hidden: false,
		deleted: false,
		to: [],
		...change,
	});
	const meeting = { from: day(7), until: new Date(day(7).getTime() + 90 * 60_000) };
	const records: CourseRecords = {
		person: 'Aylin',
		results: [
			{ unit: 1, handedInAt: day(6), members: ['Aylin', 'Bernd'] },
			{ unit: 1, handedInAt: day(7), members: ['Aylin', 'Bernd'] },
			{ unit: 2, handedInAt: day(13), members: ['Bernd', 'Clara'] },
			{ unit: 3, handedInAt: lastMeetingEnd, members: ['Aylin', 'Clara'] },
			{ unit: 4, handedInAt: new Date(lastMeetingEnd.getTime() + 1), members: ['Aylin', 'Dogan'] },
		],
		meetings: [
			{ meeting, stays: [{ from: meeting.from, until: null }], correctedMinutes: null },
			{ meeting, stays: [], correctedMinutes: 59 },
		],
		written: [
			post({}),
			post({ to: ['Bernd'] }),
			post({ to: ['Bernd'], words: 4 }),
			post({ kind: 'peer_feedback', to: ['Clara'], words: 4 }),
			post({ hidden: true }),
			post({ at: new Date(day(71).getTime() + 1) }),
		],
		shifts: [{ window: { from: day(0), until: day(7) }, held: [{ from: day(0), until: day(7) }], handoverNote: true }],
		houseRulesAccepted: true,
		lastMeetingEnd,
	};

	it('is one result a unit for those who were members at hand-in, until the last meeting ends', () => {
		expect(requirementCounts(records, rules, day(72))).toEqual({
			artefacts: 2,
			meetings: 1,
			contributions: 3,
			replies: 2,
			shifts: 1,
			houseRules: 1,
		});
	});

	it('is a late result until the last meeting ends and none afterwards', () => {
		expect(resultCredit(day(7), day(7), lastMeetingEnd)).toBe('on_time');
		expect(resultCredit(day(8), day(7), lastMeetingEnd)).toBe('late');
		expect(resultCredit(lastMeetingEnd, day(7), lastMeetingEnd)).toBe('late');
		expect(resultCredit(day(71), day(7), lastMeetingEnd)).toBe('too_late');
	});

	it('is counted until 24 hours after the last meeting', () => {
		expect(countingEnds(lastMeetingEnd, rules)).toEqual(day(71));
	});
});

describe('where a learner stands', () => {
	it('shows what is there and what is missing', () => {
		const status = requirementStatus({ ...enough, artefacts: 5 }, rules, start);
		expect(status[0]).toEqual({ requirement: 'artefacts', have: 5, need: 8, missing: 3, state: 'open' });
		expect(status.slice(1).every(({ state, missing }) => state === 'met' && missing === 0)).toBe(true);
	});

	it('puts nothing at risk on the first day', () => {
		expect(requirementStatus(nothing, rules, start).map(({ state }) => state)).toEqual(Array(6).fill('open'));
	});

	it('is at risk when all results or meetings to come are needed, and out of reach after that', () => {
		expect(stateOf({ artefacts: 5 }, { resultsPossible: 4 })).toEqual(['artefacts open']);
		expect(stateOf({ artefacts: 5 }, { resultsPossible: 3 })).toEqual(['artefacts at_risk']);
		expect(stateOf({ artefacts: 5 }, { resultsPossible: 2 })).toEqual(['artefacts out_of_reach']);
		expect(stateOf({ meetings: 6 }, { meetingsLeft: 1 })).toEqual(['meetings at_risk']);
		expect(stateOf({ meetings: 6 }, { meetingsLeft: 0 })).toEqual(['meetings out_of_reach']);
	});

	it('is at risk when contributions lag by half of what the time left would ask for', () => {
		expect(stateOf({ contributions: 5 }, { unitsLeft: 5 })).toEqual(['contributions open']);
		expect(stateOf({ contributions: 4 }, { unitsLeft: 5 })).toEqual(['contributions at_risk']);
		expect(stateOf({ replies: 9 }, { unitsLeft: 0 })).toEqual(['replies at_risk']);
	});

	it('is at risk without a shift to come', () => {
		expect(stateOf({ shifts: 0 }, { shiftsAhead: 1, unitsLeft: 3 })).toEqual(['shifts open']);
		expect(stateOf({ shifts: 0 }, { shiftsAhead: 0, unitsLeft: 3 })).toEqual(['shifts at_risk']);
	});

	it('is at risk when the house rules wait for acceptance in the last unit', () => {
		expect(stateOf({ houseRules: 0 }, { unitsLeft: 2 })).toEqual(['houseRules open']);
		expect(stateOf({ houseRules: 0 }, { unitsLeft: 1 })).toEqual(['houseRules at_risk']);
	});

	it('is out of reach once counting has ended', () => {
		const frozen = requirementStatus(nothing, rules, { ...start, frozen: true });
		expect(frozen.every(({ state }) => state === 'out_of_reach')).toBe(true);
	});
});

describe('admission to the exam', () => {
	it('is for whoever meets all requirements, just so', () => {
		expect(eligibility(enough, rules, [])).toEqual({ eligible: true, unmet: [], excepted: [] });
		for (const requirement of requirements) {
			const short = { ...enough, [requirement]: enough[requirement] - 1 };
			expect(eligibility(short, rules, [])).toEqual({ eligible: false, unmet: [requirement], excepted: [] });
		}
	});

	it('takes exceptions for what is not met, and for nothing else', () => {
		const short = { ...enough, meetings: 6, artefacts: 7 };
		expect(eligibility(short, rules, ['meetings', 'shifts'])).toEqual({
			eligible: false,
			unmet: ['artefacts'],
			excepted: ['meetings'],
		});
		expect(eligibility(short, rules, ['meetings', 'artefacts']).eligible).toBe(true);
	});

	it('asks for the house rules only where the course does', () => {
		const without = { ...rules, houseRules: false };
		expect(eligibility({ ...enough, houseRules: 0 }, without, []).eligible).toBe(true);
	});

	it('agrees with the status: eligible exactly when everything is met', () => {
		const counts = fc.record({
			artefacts: fc.integer({ min: 0, max: 10 }),
			meetings: fc.integer({ min: 0, max: 10 }),
			contributions: fc.integer({ min: 15, max: 25 }),
			replies: fc.integer({ min: 8, max: 12 }),
			shifts: fc.integer({ min: 0, max: 2 }),
			houseRules: fc.integer({ min: 0, max: 1 }),
		});
		fc.assert(
			fc.property(counts, (each) => {
				const met = requirementStatus(each, rules, start).every(({ state }) => state === 'met');
				expect(eligibility(each, rules, []).eligible).toBe(met);
			}),
		);
	});
});

it('leaves out what a delivery format does not ask for', () => {
	const ownPace = { ...rules, meetings: { ...rules.meetings, needed: 0 }, shifts: { ...rules.shifts, needed: 0 } };
	const status = requirementStatus(nothing, ownPace, start);
	expect(status.map(({ requirement }) => requirement)).toEqual(['artefacts', 'contributions', 'replies', 'houseRules']);
	expect(eligibility({ ...enough, meetings: 0, shifts: 0 }, ownPace, []).eligible).toBe(true);
});

it('at one’s own pace results are at risk once more are missing than fit into the time that is left', () => {
	const after = (unitsLeft: number, artefacts: number) =>
		stateOf({ artefacts }, { ownPace: true, unitsLeft, resultsPossible: 10 - artefacts });
	expect([after(8, 0), after(7, 0), after(7, 1), after(1, 7), after(1, 6)]).toEqual([
		['artefacts open'],
		['artefacts at_risk'],
		['artefacts open'],
		['artefacts open'],
		['artefacts at_risk'],
	]);
});
