import type { Requirement, RequirementStatus } from '#course/rules/requirements.ts';

/** Whether somebody needs all that is still to come, or no longer reaches something that was not excepted. */
export const isNarrow = (learner: {
	status: readonly RequirementStatus[];
	excepted: readonly Requirement[];
}): boolean =>
	learner.status.some(
		({ requirement, state }) =>
			(state === 'at_risk' || state === 'out_of_reach') && !learner.excepted.includes(requirement),
	);
