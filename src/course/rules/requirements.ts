import { type Attendance, isAttended } from '#course/rules/attendance.ts';
import { isContribution, isReply, type Written } from '#course/rules/contribution.ts';
import { type HeldShift, shiftDone } from '#course/rules/shift-done.ts';
import { addHours } from '#platform/time.ts';

/** What must be met before the exam; data of the course. */
export interface RequirementRules {
	artefacts: { needed: number; of: number };
	/** `minutes` of a meeting of `length` minutes that count as having attended it; of longer ones the same share. */
	meetings: { needed: number; of: number; minutes: number; length: number };
	/** `words` that a post needs to count. */
	contributions: { needed: number; words: number };
	replies: { needed: number };
	/** `share` of a shift that must have been held, 0 to 1. */
	shifts: { needed: number; share: number };
	houseRules: boolean;
	/** Hours after the last meeting at which counting ends. */
	freezeHours: number;
}

/** The rules of the house. */
export const houseRequirements: RequirementRules = {
	artefacts: { needed: 8, of: 10 },
	meetings: { needed: 7, of: 10, minutes: 60, length: 90 },
	contributions: { needed: 20, words: 15 },
	replies: { needed: 10 },
	shifts: { needed: 1, share: 0.5 },
	houseRules: true,
	freezeHours: 24,
};

export const requirements = ['artefacts', 'meetings', 'contributions', 'replies', 'shifts', 'houseRules'] as const;
export type Requirement = (typeof requirements)[number];

/** What a learner has of each; of house rules 1 when they are accepted, else 0. */
export type RequirementCounts = Record<Requirement, number>;

/** A group result handed in, with the group's members of that moment. */
export interface CreditedResult {
	unit: number;
	handedInAt: Date;
	members: readonly string[];
}

/** All of a learner's course records that count. */
export interface CourseRecords {
	person: string;
	results: readonly CreditedResult[];
	/** Of the weekly meetings; the kick-off is counted apart. */
	meetings: readonly Attendance[];
	written: readonly Written[];
	shifts: readonly HeldShift[];
	houseRulesAccepted: boolean;
	/** When the course ends: with the last meeting, or where there are none when the last unit closes. */
	lastMeetingEnd: Date;
}

/** The instant from which on nothing more counts, and deletions change nothing (house rule: 24 h after meeting 10). */
export function countingEnds(lastMeetingEnd: Date, { freezeHours }: RequirementRules): Date {
	return addHours(lastMeetingEnd, freezeHours);
}

/** How a result came in: until its unit closes on time, until the last meeting ends late and counted, then too late. */
export function resultCredit(
	handedInAt: Date,
	unitCloses: Date,
	lastMeetingEnd: Date,
): 'on_time' | 'late' | 'too_late' {
	if (handedInAt > lastMeetingEnd) return 'too_late';
	return handedInAt > unitCloses ? 'late' : 'on_time';
}

/** Counts a learner's records as the rules of the house count them, each unit's result once. */
export function requirementCounts(records: CourseRecords, rules: RequirementRules, now: Date): RequirementCounts {
	const { person, results, lastMeetingEnd } = records;
	const credited = results.filter(
		({ members, handedInAt }) => members.includes(person) && handedInAt <= lastMeetingEnd,
	);
	const written = records.written.filter(({ at }) => at <= countingEnds(lastMeetingEnd, rules));
	const { words } = rules.contributions;
	return {
		artefacts: new Set(credited.map(({ unit }) => unit)).size,
		meetings: records.meetings.filter((meeting) => isAttended(meeting, rules.meetings, now)).length,
		contributions: written.filter((each) => isContribution(each, words)).length,
		replies: written.filter((each) => isReply(each, words)).length,
		shifts: records.shifts.filter((shift) => shiftDone(shift, rules.shifts.share)).length,
		houseRules: records.houseRulesAccepted ? 1 : 0,
	};
}

/** What the rest of the course still offers a learner. */
export interface Outlook {
	/** Units not yet closed, the running one included; at one's own pace as many as fit into the time that is left. */
	unitsLeft: number;
	unitsInAll: number;
	/** Results that can still be credited, late ones included. */
	resultsPossible: number;
	/** Meetings that can still be attended, one that goes on included. */
	meetingsLeft: number;
	/** Shifts that the learner holds or is to hold, or whose handover note can still be written. */
	shiftsAhead: number;
	/** Everybody goes at their own pace: no unit closes before the others, so being late shows by the time that is left. */
	ownPace: boolean;
	/** Whether counting has ended. */
	frozen: boolean;
}

/**
 * `at_risk`: everything still to come is needed, or the learner is behind by half of what the time left would ask for.
 * `out_of_reach`: it can no longer be met, short of an exception.
 */
export type RequirementState = 'met' | 'open' | 'at_risk' | 'out_of_reach';

export interface RequirementStatus {
	requirement: Requirement;
	have: number;
	need: number;
	/** 0 when met. */
	missing: number;
	state: RequirementState;
}

/** Where a learner stands with each requirement that is asked for: what is there, what is missing, and what is at risk. */
export function requirementStatus(
	counts: RequirementCounts,
	rules: RequirementRules,
	outlook: Outlook,
): RequirementStatus[] {
	return requirements
		.filter((requirement) => neededOf(requirement, rules) > 0)
		.map((requirement) => {
			const [have, need] = [counts[requirement], neededOf(requirement, rules)];
			const missing = Math.max(0, need - have);
			return { requirement, have, need, missing, state: stateOf(requirement, missing, need, outlook) };
		});
}

export interface Eligibility {
	eligible: boolean;
	/** Requirements that are neither met nor excepted. */
	unmet: Requirement[];
	/** Requirements that are not met and excepted by the organiser. */
	excepted: Requirement[];
}

/** Whether a learner is admitted to the exam, with the exceptions that the organiser granted (house rule). */
export function eligibility(
	counts: RequirementCounts,
	rules: RequirementRules,
	exceptions: readonly Requirement[],
): Eligibility {
	const short = requirements.filter((requirement) => counts[requirement] < neededOf(requirement, rules));
	const unmet = short.filter((requirement) => !exceptions.includes(requirement));
	return {
		eligible: unmet.length === 0,
		unmet,
		excepted: short.filter((requirement) => exceptions.includes(requirement)),
	};
}

function neededOf(requirement: Requirement, rules: RequirementRules): number {
	return requirement === 'houseRules' ? Number(rules.houseRules) : rules[requirement].needed;
}

function stateOf(requirement: Requirement, missing: number, need: number, outlook: Outlook): RequirementState {
	if (missing === 0) return 'met';
	if (outlook.frozen) return 'out_of_reach';
	switch (requirement) {
		case 'artefacts':
			if (outlook.ownPace && missing > outlook.unitsLeft && missing <= outlook.resultsPossible) return 'at_risk';
			return byChances(missing, outlook.resultsPossible);
		case 'meetings':
			return byChances(missing, outlook.meetingsLeft);
		case 'contributions':
		case 'replies':
			return missing > (1.5 * need * outlook.unitsLeft) / outlook.unitsInAll ? 'at_risk' : 'open';
		case 'shifts':
			// shifts are drawn at the kick-off; before it nobody has one ahead
			if (outlook.unitsLeft === outlook.unitsInAll) return 'open';
			return missing > outlook.shiftsAhead || outlook.unitsLeft === 0 ? 'at_risk' : 'open';
		case 'houseRules':
			return outlook.unitsLeft <= 1 ? 'at_risk' : 'open';
	}
}

function byChances(missing: number, chances: number): RequirementState {
	if (missing > chances) return 'out_of_reach';
	return missing === chances ? 'at_risk' : 'open';
}
