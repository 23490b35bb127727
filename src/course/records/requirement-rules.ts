import { m } from '#messages/messages.js';
import type { RequirementRules, RequirementStatus } from '#course/rules/requirements.ts';

/** What exactly is counted, in words, with the figures of the cohort's course. */
export function ruleOf(requirement: RequirementStatus['requirement'], rules: RequirementRules): string {
	switch (requirement) {
		case 'artefacts':
			return rules.meetings.needed === 0
				? m.records_rule_own_results({ need: rules.artefacts.needed, all: rules.artefacts.of })
				: m.records_rule_artefacts({ need: rules.artefacts.needed, all: rules.artefacts.of });
		case 'meetings':
			return m.records_rule_meetings({
				need: rules.meetings.needed,
				all: rules.meetings.of,
				minutes: rules.meetings.minutes,
				length: rules.meetings.length,
			});
		case 'contributions':
			return m.records_rule_contributions({ need: rules.contributions.needed, words: rules.contributions.words });
		case 'replies':
			return m.records_rule_replies({ need: rules.replies.needed });
		case 'shifts':
			return m.records_rule_shifts({ share: Math.round(rules.shifts.share * 100) });
		case 'houseRules':
			return m.records_rule_house_rules();
	}
}

/** What is missing and what follows from it; never a reproach. */
export function standOf({ requirement, missing, state }: RequirementStatus, excepted: boolean): string {
	if (state === 'met') return m.records_met();
	if (excepted) return m.records_excepted();
	const lacks = {
		artefacts: m.records_lacks_artefacts,
		meetings: m.records_lacks_meetings,
		contributions: m.records_lacks_contributions,
		replies: m.records_lacks_replies,
		shifts: m.records_lacks_shifts,
		houseRules: m.records_lacks_house_rules,
	}[requirement]({ count: missing });
	if (state === 'at_risk') return `${lacks} ${m.records_at_risk()}`;
	return state === 'out_of_reach' ? `${lacks} ${m.records_out_of_reach()}` : lacks;
}
