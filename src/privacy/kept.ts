/** How long something is kept: so many months after something, or as long as something is there. */
export type Period =
	| {
			months: number;
			after: 'declined' | 'course_end' | 'results' | 'issued' | 'looked';
			deleted: 'by_itself' | 'by_office';
	  }
	| { while: 'account' | 'community' | 'instance' };

export type Kept = {
	id: KeptId;
	/** Where it lies in the database; every table that refers to people stands in exactly one kind. */
	tables: readonly string[];
	period: Period;
};

export const keptIds = [
	'account',
	'application',
	'membership',
	'conversation',
	'reading',
	'groups',
	'attendance',
	'learning_time',
	'results',
	'requirements',
	'evaluation',
	'exam',
	'certificates',
	'messages',
	'access',
	'log',
] as const;
export type KeptId = (typeof keptIds)[number];

/**
 * All that is kept about people, in the order of the page "Was erfasst wird". The page shows it and what deletes by
 * itself reads it, so that what is said and what is done cannot part.
 */
export const kept: readonly Kept[] = [
	{
		id: 'account',
		tables: ['user', 'account', 'session', 'access_token', 'calendar_token', 'organisation_role'],
		period: { while: 'account' },
	},
	{
		id: 'application',
		tables: ['application', 'seat_offer', 'invitation'],
		period: { months: 6, after: 'declined', deleted: 'by_itself' },
	},
	{
		id: 'membership',
		tables: ['membership', 'enrolment', 'staff_assignment', 'house_rules_acceptance'],
		period: { while: 'community' },
	},
	{
		id: 'conversation',
		tables: ['thread', 'post', 'post_revision', 'mention', 'draft', 'flag', 'house_rules'],
		period: { while: 'community' },
	},
	{ id: 'reading', tables: ['read_state', 'lesson_read'], period: { while: 'account' } },
	{
		id: 'groups',
		tables: [
			'learning_group',
			'learning_group_member',
			'group_plan',
			'apart_pair',
			'shift',
			'shift_task_done',
			'shift_swap',
		],
		period: { while: 'community' },
	},
	{
		id: 'attendance',
		tables: ['attendance', 'absence', 'silence_noted'],
		period: { months: 12, after: 'course_end', deleted: 'by_itself' },
	},
	{ id: 'learning_time', tables: ['time_entry'], period: { months: 12, after: 'course_end', deleted: 'by_itself' } },
	{
		id: 'results',
		tables: [
			'submission',
			'submission_section',
			'submission_version',
			'submission_member',
			'feedback',
			'recommendation',
			'recommendation_done',
		],
		period: { while: 'community' },
	},
	{
		id: 'requirements',
		tables: ['eligibility', 'requirement_exception'],
		period: { months: 24, after: 'results', deleted: 'by_office' },
	},
	{ id: 'evaluation', tables: ['evaluation_answer'], period: { while: 'community' } },
	{
		id: 'exam',
		tables: [
			'exam',
			'exam_candidate',
			'exam_extension',
			'exam_result',
			'paper',
			'paper_section',
			'paper_section_apart',
			'paper_hand_in',
			'marking',
			'hearing',
			'inspection',
			'objection',
		],
		period: { months: 24, after: 'results', deleted: 'by_office' },
	},
	{ id: 'certificates', tables: ['certificate'], period: { months: 120, after: 'issued', deleted: 'by_office' } },
	{
		id: 'messages',
		tables: ['notification', 'notification_preference', 'mail'],
		period: { while: 'account' },
	},
	{ id: 'access', tables: ['record_access'], period: { months: 12, after: 'looked', deleted: 'by_itself' } },
	{
		id: 'log',
		tables: ['audit', 'activity', 'cohort', 'course_version', 'meeting', 'exam_case'],
		period: { while: 'instance' },
	},
];

/** After how many months something of this kind deletes itself. */
export function monthsOf(id: KeptId): number {
	const period = kept.find((each) => each.id === id)?.period;
	if (!period || !('months' in period)) throw new Error(`${id} has no period in months`);
	return period.months;
}
