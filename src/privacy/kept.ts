import type { RetentionId } from '#privacy/retention.ts';

/** How long something is kept: so many months after something, or as long as something is there. */
export type Period =
	| {
			retention: RetentionId;
			after: 'declined' | 'course_end' | 'results' | 'decided' | 'issued' | 'looked';
	  }
	| { while: 'account' | 'community' | 'instance' };

/** Why it may be kept (GDPR, Article 6 paragraph 1, and 9 for health). */
export type Basis = 'contract' | 'interest' | 'duty' | 'consent';

/**
 * What becomes of a row when the person whom this column names is erased.
 *
 * - `deleted`: it goes
 * - `ended`: a role, which ends; that it was held can still be answered
 * - `former`: it stays, as what a former member wrote or did
 * - `locked`: it stays until its period ends, for those alone who need it then
 * - `office`: it stays and is about others; the person only acted in an office
 */
export type Fate = 'deleted' | 'ended' | 'former' | 'locked' | 'office';

export type Kept = {
	id: KeptId;
	/** Where it lies: each table with the columns that name people. Every such table stands in exactly one kind. */
	tables: Readonly<Record<string, Readonly<Record<string, Fate>>>>;
	basis: readonly Basis[];
	period: Period;
};

export const keptIds = [
	'account',
	'files',
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
	'evidence',
	'certificates',
	'messages',
	'access',
	'rights',
	'log',
] as const;
export type KeptId = (typeof keptIds)[number];

/**
 * All that is kept about people, in the order of the page "Was erfasst wird". The page shows it; what deletes by itself,
 * what erases a person and what hands out one's own data read it, so that what is said and what is done cannot part.
 */
export const kept: readonly Kept[] = [
	{
		id: 'account',
		tables: {
			user: { id: 'former' },
			account: { user_id: 'deleted' },
			session: { user_id: 'deleted' },
			verification: {},
			access_token: { user_id: 'deleted' },
			calendar_token: { user_id: 'deleted' },
			idempotency: { user_id: 'deleted' },
			organisation_role: { user_id: 'ended' },
		},
		basis: ['contract'],
		period: { while: 'account' },
	},
	{
		id: 'files',
		tables: { file: { owner_id: 'deleted' } },
		basis: ['contract'],
		period: { while: 'account' },
	},
	{
		id: 'application',
		tables: {
			application: { user_id: 'deleted', decided_by: 'office' },
			seat_offer: {},
			invitation: { used_by: 'deleted', invited_by: 'office' },
			join_request: { user_id: 'deleted', decided_by: 'office' },
			join_link: { made_by: 'office' },
		},
		basis: ['contract'],
		period: { retention: 'application', after: 'declined' },
	},
	{
		id: 'membership',
		tables: {
			membership: { user_id: 'ended', given_by: 'office', ended_by: 'office' },
			deputy: { user_id: 'ended', named_by: 'office', ended_by: 'office' },
			phase_change: { changed_by: 'former' },
			enrolment: { user_id: 'ended' },
			staff_assignment: { user_id: 'ended' },
			house_rules_acceptance: { user_id: 'deleted' },
		},
		basis: ['contract'],
		period: { while: 'community' },
	},
	{
		id: 'conversation',
		tables: {
			thread: { author_id: 'former', accepted_by: 'office', deleted_by: 'office' },
			post: { author_id: 'former', hidden_by: 'office', deleted_by: 'office' },
			post_revision: { author_id: 'deleted' },
			mention: { user_id: 'deleted' },
			draft: { user_id: 'deleted' },
			bookmark: { user_id: 'deleted' },
			reaction: { user_id: 'deleted' },
			poll: { closed_by: 'office' },
			ballot: { voter_id: 'former' },
			unnamed_question: { answered_by: 'office', closed_by: 'office' },
			flag: { reporter_id: 'former', decided_by: 'office' },
			house_rules: { author_id: 'former' },
		},
		basis: ['contract', 'interest'],
		period: { while: 'community' },
	},
	{
		id: 'reading',
		tables: { read_state: { user_id: 'deleted' }, lesson_read: { user_id: 'deleted' } },
		basis: ['interest'],
		period: { while: 'account' },
	},
	{
		id: 'groups',
		tables: {
			learning_group: { formed_by: 'office' },
			learning_group_member: { user_id: 'former' },
			group_plan: { saved_by: 'office' },
			apart_pair: { first_id: 'deleted', second_id: 'deleted', created_by: 'office' },
			shift: { user_id: 'former' },
			shift_task_done: { user_id: 'former' },
			shift_swap: {},
		},
		basis: ['contract'],
		period: { while: 'community' },
	},
	{
		id: 'attendance',
		tables: {
			attendance: { user_id: 'deleted', recorded_by: 'office', corrected_by: 'office' },
			absence: { user_id: 'deleted' },
			silence_noted: { user_id: 'deleted', noted_by: 'office' },
		},
		basis: ['contract'],
		period: { retention: 'course_record', after: 'course_end' },
	},
	{
		id: 'learning_time',
		tables: { time_entry: { user_id: 'deleted' } },
		basis: ['contract'],
		period: { retention: 'course_record', after: 'course_end' },
	},
	{
		id: 'results',
		tables: {
			submission: { user_id: 'deleted' },
			submission_section: { saved_by: 'former' },
			submission_version: { handed_in_by: 'former' },
			submission_member: { user_id: 'former' },
			feedback: { author_id: 'former' },
			recommendation: { user_id: 'deleted', author_id: 'former' },
			recommendation_done: { user_id: 'deleted' },
		},
		basis: ['contract'],
		period: { while: 'community' },
	},
	{
		id: 'requirements',
		tables: {
			eligibility: { user_id: 'locked' },
			requirement_exception: { user_id: 'locked', decided_by: 'office' },
		},
		basis: ['contract'],
		period: { retention: 'exam', after: 'results' },
	},
	{ id: 'evaluation', tables: { evaluation_answer: {} }, basis: ['interest'], period: { while: 'community' } },
	{
		id: 'exam',
		tables: {
			exam_candidate: { user_id: 'locked', withdrawal_decided_by: 'office' },
			exam_extension: { user_id: 'locked', granted_by: 'office' },
			exam_result: { user_id: 'locked' },
			paper: { user_id: 'locked', handed_in_by: 'former' },
			paper_section: { saved_by: 'former' },
			paper_section_apart: { user_id: 'deleted' },
			paper_hand_in: { user_id: 'locked', withdrawn_by: 'former' },
			marking: { examiner_id: 'office' },
			hearing: { user_id: 'locked', opened_by: 'office', decided_by: 'office' },
			inspection: { user_id: 'locked' },
			objection: { user_id: 'locked', examiner_id: 'office' },
		},
		basis: ['contract', 'interest'],
		period: { retention: 'exam', after: 'results' },
	},
	{
		id: 'evidence',
		tables: { withdrawal_evidence: { user_id: 'deleted' } },
		basis: ['consent'],
		period: { retention: 'evidence', after: 'decided' },
	},
	{
		id: 'certificates',
		tables: { certificate: { user_id: 'locked', issued_by: 'office', revoked_by: 'office' } },
		basis: ['contract', 'interest'],
		period: { retention: 'certificate', after: 'issued' },
	},
	{
		id: 'messages',
		tables: {
			notification: { user_id: 'deleted' },
			notification_preference: { user_id: 'deleted' },
			thread_wish: { user_id: 'deleted' },
			space_wish: { user_id: 'deleted' },
			community_wish: { user_id: 'deleted' },
			general_wish: { user_id: 'deleted' },
			digest: { user_id: 'deleted' },
			mail: { user_id: 'deleted' },
		},
		basis: ['contract'],
		period: { while: 'account' },
	},
	{
		id: 'access',
		tables: { record_access: { user_id: 'deleted', viewer_id: 'office' } },
		basis: ['duty'],
		period: { retention: 'access', after: 'looked' },
	},
	{
		id: 'rights',
		tables: {
			data_export: { user_id: 'deleted' },
			erasure: { user_id: 'former', asked_by: 'office' },
		},
		basis: ['duty'],
		period: { while: 'account' },
	},
	{
		id: 'log',
		tables: {
			audit: { actor_id: 'former' },
			activity: { actor_id: 'former' },
			retention: { changed_by: 'office' },
			works_council_change: { asked_by: 'office', confirmed_by: 'office', withdrawn_by: 'office' },
			cohort: { created_by: 'office' },
			course_version: { imported_by: 'office' },
			meeting: { minutes_by: 'former', opened_by: 'office' },
			exam: { scheduled_by: 'office', released_by: 'office', cancelled_by: 'office' },
			exam_case: { created_by: 'office', revised_by: 'office' },
		},
		basis: ['interest', 'duty'],
		period: { while: 'instance' },
	},
];
