import { m } from '#messages/messages.js';
import { requirements, type RequirementStatus } from '#course/rules/requirements.ts';

const names = {
	artefacts: m.requirement_artefacts,
	meetings: m.requirement_meetings,
	contributions: m.requirement_contributions,
	replies: m.requirement_replies,
	shifts: m.requirement_shifts,
	houseRules: m.requirement_house_rules,
};

export const requirementName = (requirement: RequirementStatus['requirement']): string => names[requirement]();

/** As it is called where it is not said to whom it belongs. */
export const plainRequirementName = (requirement: string): string => {
	if (requirement === 'shifts') return m.records_short_shifts();
	const known = requirements.find((each) => each === requirement);
	return known ? requirementName(known) : requirement;
};

/** Requirements as a list of what is there and what is missing, in words. */
export const requirementItems = (status: readonly RequirementStatus[]) =>
	status.map(({ requirement, have, need, state }) => ({
		title: requirementName(requirement),
		note:
			state === 'out_of_reach'
				? m.requirement_note_out({ have, need })
				: state === 'at_risk'
					? m.requirement_note_risk({ have, need })
					: m.requirement_note({ have, need }),
		done: state === 'met',
	}));
