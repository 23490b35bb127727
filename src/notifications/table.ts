import type { m } from '#messages/messages.js';
import {
	actor,
	answered,
	belonging,
	both,
	candidates,
	certificateHolder,
	communityListeners,
	companions,
	executives,
	extended,
	feedbackReceivers,
	given,
	groupMembers,
	learners,
	managers,
	members,
	mentionedPeople,
	moderators,
	named,
	nextShiftHolders,
	organisationPeople,
	organisers,
	paperExaminers,
	paperPeople,
	paperPeopleStillWriting,
	postAuthor,
	seatedLearners,
	secondPeople,
	shiftHeirs,
	shiftHolders,
	subject,
	submissionMembers,
	threadListeners,
	type Audience,
} from '#notifications/server/audiences.ts';
import { addressOfPost } from '#conversation/quote.ts';
import type { Happening } from '#notifications/server/happening.ts';
import type { Mailing } from '#notifications/wishes.ts';

type MessageKey = keyof typeof m & string;
/** Every piece of news has a title and a sentence in both languages: `news_<kind>_title`, `news_<kind>`. */
export type NewsKind = MessageKey extends infer Key ? (Key extends `news_${infer Kind}_title` ? Kind : never) : never;

export const topics = ['talk', 'course', 'meetings', 'exam', 'work'] as const;
export type Topic = (typeof topics)[number];

export type Telling = {
	kind: NewsKind;
	topic: Topic;
	to: Audience;
	mail: Mailing;
	/** Where it leads. */
	href: (happening: Happening) => string;
	/** Goes with the mail: the one meeting, or all that are still to come. */
	calendar?: 'meeting' | 'all_meetings';
	/** Whoever did it is told, too: a receipt, an invitation. Nobody else is ever told of an own act. */
	actorToo?: true;
	/** Whoever is told one of these of the same activity is not told this one; they stand before it. */
	unless?: readonly NewsKind[];
};

const within = (path: string) => (happening: Happening) => `/c/${happening.communityId}/${path}`;
const atPost = ({ communityId, data, subjectId }: Happening): string =>
	addressOfPost(String(communityId), String(data['threadId']), String(data['postId'] ?? subjectId));
const atMeeting = ({ communityId, subjectId }: Happening): string => `/c/${communityId}/meetings/${subjectId}`;
const atUnit = ({ communityId, data }: Happening): string => `/c/${communityId}/units/${data['unitNumber']}`;
const atResult = ({ communityId, subjectId }: Happening): string => `/c/${communityId}/submissions/${subjectId}`;
const atCohort = ({ cohortId }: Happening): string => `/cohorts/${cohortId}`;
const atCohortExam = ({ cohortId }: Happening): string => `/cohorts/${cohortId}/exam`;
const atExam = ({ subjectId, data }: Happening): string => `/exams/${data['examId'] ?? subjectId}`;
const atExamResult = (happening: Happening): string => `${atExam(happening)}/result`;
/** Papers are found from their exam's page, whose id an activity about a paper need not know. */
const atPaper = ({ communityId, subjectId, data }: Happening): string =>
	data['examId'] ? `/exams/${data['examId']}/papers/${data['paperId'] ?? subjectId}` : `/c/${communityId}`;
const atMarking = ({ subjectId, data }: Happening): string =>
	Number(data['papers'] ?? 1) > 1 ? '/marking' : `/marking/${subjectId}`;
const certificates = (): string => '/me/certificates';
const feedbackPlace = (happening: Happening): string =>
	typeof happening.data['submissionId'] === 'string'
		? `/c/${happening.communityId}/submissions/${happening.data['submissionId']}`
		: atPost(happening);

const roleChanged: Telling = {
	kind: 'role_changed',
	topic: 'talk',
	to: subject,
	mail: 'usually',
	href: within('about'),
};
const atLeadership = ({ communityId, data }: Happening): string =>
	`/organisations/${data['organisationId']}/communities/${communityId}`;

const atCouncil = ({ data }: Happening): string => `/organisations/${data['organisationId']}/works-council`;

const mentioned: Telling = { kind: 'mentioned', topic: 'talk', to: mentionedPeople, mail: 'usually', href: atPost };
/** Recorded for the log and for live pages; somebody looking at the page sees it, nobody is told. */
const nobody: readonly Telling[] = [];

/** Who hears of what: the one place where it stands. A kind of activity that is not in here does not pass the tests. */
export const table: Readonly<Record<string, readonly Telling[]>> = {
	// conversation
	thread_started: [
		{
			kind: 'announcement',
			topic: 'talk',
			to: given('kind', 'announcement', members),
			mail: 'usually',
			href: atPost,
			unless: ['mentioned'],
		},
		mentioned,
		{
			kind: 'thread_new',
			topic: 'talk',
			to: communityListeners,
			mail: 'on_request',
			href: atPost,
			unless: ['mentioned', 'announcement'],
		},
	],
	post_written: [
		mentioned,
		{ kind: 'reply', topic: 'talk', to: answered, mail: 'on_request', href: atPost, unless: ['mentioned'] },
		{
			kind: 'thread_post',
			topic: 'talk',
			to: threadListeners,
			mail: 'on_request',
			href: atPost,
			unless: ['mentioned', 'reply'],
		},
	],
	post_edited: [mentioned],
	answer_accepted: [{ kind: 'answer_accepted', topic: 'talk', to: postAuthor, mail: 'on_request', href: atPost }],
	post_hidden: [{ kind: 'post_hidden', topic: 'talk', to: postAuthor, mail: 'usually', href: atPost }],
	post_shown: [{ kind: 'post_shown', topic: 'talk', to: postAuthor, mail: 'on_request', href: atPost }],
	post_deleted: nobody,
	post_restored: nobody,
	thread_pinned: nobody,
	flag_raised: [{ kind: 'flag_raised', topic: 'work', to: moderators, mail: 'usually', href: within('cases') }],
	unnamed_question_asked: [
		{ kind: 'unnamed_question', topic: 'work', to: companions, mail: 'usually', href: within('guidance/questions') },
	],
	flag_decided: [
		{ kind: 'flag_answered', topic: 'talk', to: belonging('reporterId'), mail: 'usually', href: atPost },
		{ kind: 'post_decided', topic: 'talk', to: belonging('authorId'), mail: 'usually', href: atPost },
	],
	house_rules_published: [
		{ kind: 'house_rules', topic: 'talk', to: members, mail: 'usually', href: within('house-rules') },
	],

	// coming, going and leading, outside of courses
	member_joined: [{ kind: 'newcomer', topic: 'work', to: managers, mail: 'on_request', href: within('people') }],
	member_left: [{ kind: 'member_left', topic: 'work', to: managers, mail: 'on_request', href: within('people') }],
	joining_asked: [{ kind: 'joining_asked', topic: 'work', to: managers, mail: 'usually', href: within('requests') }],
	joining_decided: [
		{
			kind: 'joining_granted',
			topic: 'talk',
			to: given('granted', true, named('userId')),
			mail: 'always',
			href: within('about?welcome'),
		},
		{
			kind: 'joining_declined',
			topic: 'talk',
			to: given('granted', false, named('userId')),
			mail: 'always',
			href: ({ communityId }) => `/communities/${communityId}`,
		},
	],
	member_removed: [{ kind: 'member_removed', topic: 'talk', to: subject, mail: 'always', href: () => '/communities' }],
	role_changed: [roleChanged],
	manager_named: [roleChanged],
	manager_ended: [roleChanged],
	phase_changed: [{ kind: 'phase_changed', topic: 'talk', to: members, mail: 'on_request', href: within('about') }],
	manager_suspended: [
		{ kind: 'manager_suspended', topic: 'work', to: executives, mail: 'always', href: atLeadership },
		{ kind: 'deputy_leads', topic: 'work', to: belonging('deputyId'), mail: 'always', href: within('talk') },
		{ kind: 'lead_rests', topic: 'work', to: subject, mail: 'always', href: within('about') },
	],
	deputy_named: [{ kind: 'deputy_named', topic: 'work', to: subject, mail: 'usually', href: within('about') }],
	deputy_ended: nobody,
	certificate_required: nobody,
	certificate_no_longer_required: nobody,

	// the agreement with the works council
	works_council_on: [
		{
			kind: 'works_council_on',
			topic: 'talk',
			to: organisationPeople,
			mail: 'usually',
			href: () => '/privacy#council',
		},
	],
	works_council_off: [
		{
			kind: 'works_council_off',
			topic: 'talk',
			to: organisationPeople,
			mail: 'always',
			href: () => '/privacy#council',
		},
	],
	works_council_off_asked: [
		{ kind: 'works_council_off_asked', topic: 'work', to: secondPeople, mail: 'always', href: atCouncil },
	],
	works_council_off_withdrawn: [
		{ kind: 'works_council_off_withdrawn', topic: 'work', to: named('askedBy'), mail: 'usually', href: atCouncil },
	],

	// seats: applicants are written to by the verbs themselves, for they need no account
	application_received: [
		{ kind: 'application_received', topic: 'work', to: organisers, mail: 'on_request', href: atCohort },
	],
	application_accepted: nobody,
	application_declined: nobody,
	application_waitlisted: nobody,
	application_withdrawn: [
		{ kind: 'application_withdrawn', topic: 'work', to: organisers, mail: 'on_request', href: atCohort },
	],
	seat_offered: [{ kind: 'seat_offered', topic: 'work', to: organisers, mail: 'on_request', href: atCohort }],
	joined_by_invitation: [
		{
			kind: 'invitation_taken_up',
			topic: 'work',
			to: belonging('invitedBy'),
			mail: 'on_request',
			href: within('people'),
		},
	],
	enrolled: [
		{
			kind: 'invited',
			topic: 'meetings',
			to: subject,
			mail: 'always',
			href: within('meetings'),
			calendar: 'all_meetings',
			actorToo: true,
		},
		{
			kind: 'learner_joined',
			topic: 'work',
			to: both(organisers, companions),
			mail: 'on_request',
			href: within('people'),
		},
	],
	learner_left: [
		{ kind: 'learner_left', topic: 'work', to: both(organisers, companions), mail: 'usually', href: within('people') },
	],
	cohort_cancelled: [
		{
			kind: 'cohort_cancelled',
			topic: 'course',
			to: members,
			mail: 'always',
			href: within('meetings'),
			calendar: 'all_meetings',
		},
	],

	// meetings
	meeting_scheduled: [
		{
			kind: 'meeting_scheduled',
			topic: 'meetings',
			to: members,
			mail: 'usually',
			href: atMeeting,
			calendar: 'meeting',
		},
	],
	meeting_moved: [
		{ kind: 'meeting_moved', topic: 'meetings', to: members, mail: 'always', href: atMeeting, calendar: 'meeting' },
	],
	meeting_cancelled: [
		{
			kind: 'meeting_cancelled',
			topic: 'meetings',
			to: members,
			mail: 'always',
			href: atMeeting,
			calendar: 'meeting',
		},
	],
	timetable_shifted: [
		{
			kind: 'timetable_shifted',
			topic: 'meetings',
			to: members,
			mail: 'always',
			href: within('meetings'),
			calendar: 'all_meetings',
		},
	],
	minutes_written: [{ kind: 'minutes_written', topic: 'meetings', to: members, mail: 'on_request', href: atMeeting }],
	absence_announced: [
		{ kind: 'absence_announced', topic: 'work', to: companions, mail: 'never', href: within('guidance') },
	],

	// the weekly rhythm
	groups_formed: [
		{ kind: 'group_formed', topic: 'course', to: seatedLearners, mail: 'usually', href: within('group') },
	],
	group_merged: [{ kind: 'group_merged', topic: 'course', to: groupMembers, mail: 'usually', href: within('group') }],
	unit_opened: [
		{ kind: 'unit_opened', topic: 'course', to: learners, mail: 'usually', href: atUnit },
		{ kind: 'shift_started', topic: 'course', to: shiftHolders, mail: 'usually', href: within('shift') },
	],
	shift_started: nobody,
	shift_handed_on: [
		{ kind: 'shift_received', topic: 'course', to: belonging('toId'), mail: 'usually', href: within('shift') },
		{ kind: 'shift_taken', topic: 'course', to: belonging('fromId'), mail: 'usually', href: within('shift') },
	],
	shifts_redistributed: [
		{ kind: 'shift_inherited', topic: 'course', to: shiftHeirs, mail: 'usually', href: within('shift') },
	],
	swap_requested: [
		{ kind: 'swap_requested', topic: 'course', to: belonging('toId'), mail: 'usually', href: within('shift') },
	],
	swap_decided: [
		{
			kind: 'swap_accepted',
			topic: 'course',
			to: given('accepted', true, belonging('toId')),
			mail: 'usually',
			href: within('shift'),
		},
		{
			kind: 'swap_declined',
			topic: 'course',
			to: given('accepted', false, belonging('toId')),
			mail: 'usually',
			href: within('shift'),
		},
	],
	handover_written: [
		{ kind: 'handover_written', topic: 'course', to: nextShiftHolders, mail: 'on_request', href: within('shift') },
	],

	// results, feedback, requirements
	submission_handed_in: [
		{ kind: 'result_handed_in', topic: 'course', to: submissionMembers, mail: 'on_request', href: atResult },
		{ kind: 'result_waiting', topic: 'work', to: companions, mail: 'never', href: atResult },
	],
	feedback_given: [
		{ kind: 'feedback_received', topic: 'course', to: feedbackReceivers, mail: 'usually', href: feedbackPlace },
	],
	recommendation_given: [
		{ kind: 'recommendation', topic: 'course', to: belonging('userIds'), mail: 'usually', href: within('week') },
	],
	requirement_at_risk: [
		{ kind: 'requirement_at_risk', topic: 'course', to: subject, mail: 'usually', href: within('records/me') },
	],
	exception_requested: [
		{ kind: 'exception_requested', topic: 'work', to: organisers, mail: 'usually', href: within('records') },
	],
	exception_decided: [
		{
			kind: 'exception_granted',
			topic: 'course',
			to: given('granted', true, named('userId')),
			mail: 'usually',
			href: within('records/me'),
		},
		{
			kind: 'exception_refused',
			topic: 'course',
			to: given('granted', false, named('userId')),
			mail: 'usually',
			href: within('records/me'),
		},
	],
	evaluation_opened: [
		{
			kind: 'evaluation_unit',
			topic: 'course',
			to: given('sheet', 'unit', learners),
			mail: 'usually',
			href: within('evaluation'),
		},
		{
			kind: 'evaluation_final',
			topic: 'course',
			to: given('sheet', 'final', learners),
			mail: 'usually',
			href: within('evaluation'),
		},
		{
			kind: 'evaluation_later',
			topic: 'course',
			to: given('sheet', 'later', learners),
			mail: 'usually',
			href: within('evaluation'),
		},
	],
	eligibility_frozen: [
		{ kind: 'eligibility', topic: 'exam', to: learners, mail: 'usually', href: within('records/me') },
	],

	// exam
	exam_scheduled: [{ kind: 'exam_scheduled', topic: 'exam', to: candidates, mail: 'always', href: atExam }],
	retake_scheduled: [{ kind: 'retake_scheduled', topic: 'exam', to: candidates, mail: 'always', href: atExam }],
	exam_cancelled: [{ kind: 'exam_cancelled', topic: 'exam', to: candidates, mail: 'always', href: atExam }],
	exam_opened: [{ kind: 'exam_opened', topic: 'exam', to: candidates, mail: 'always', href: atExam }],
	deadline_near: [{ kind: 'deadline_near', topic: 'exam', to: paperPeopleStillWriting, mail: 'always', href: atPaper }],
	extension_granted: [{ kind: 'extension_granted', topic: 'exam', to: extended, mail: 'always', href: atExam }],
	paper_handed_in: [
		{
			kind: 'paper_receipt',
			topic: 'exam',
			to: given('automatic', false, actor),
			mail: 'always',
			href: atPaper,
			actorToo: true,
		},
		{
			kind: 'paper_by_other',
			topic: 'exam',
			to: given('automatic', false, paperPeople),
			mail: 'always',
			href: atPaper,
		},
		{
			kind: 'paper_automatic',
			topic: 'exam',
			to: given('automatic', true, paperPeople),
			mail: 'always',
			href: atPaper,
		},
	],
	paper_withdrawn: [{ kind: 'paper_withdrawn', topic: 'exam', to: paperPeople, mail: 'always', href: atPaper }],
	withdrawal_requested: [
		{ kind: 'withdrawal_requested', topic: 'work', to: organisers, mail: 'usually', href: atCohortExam },
	],
	withdrawal_decided: [
		{
			kind: 'withdrawal_granted',
			topic: 'exam',
			to: given('granted', true, named('userId')),
			mail: 'always',
			href: atExam,
		},
		{
			kind: 'withdrawal_refused',
			topic: 'exam',
			to: given('granted', false, named('userId')),
			mail: 'always',
			href: atExam,
		},
	],
	marking_assigned: [
		{ kind: 'marking_assigned', topic: 'work', to: named('examinerId'), mail: 'usually', href: atMarking },
	],
	marks_differ: [{ kind: 'marks_differ', topic: 'work', to: paperExaminers, mail: 'usually', href: () => '/marking' }],
	third_examiner_needed: [
		{ kind: 'third_examiner_needed', topic: 'work', to: organisers, mail: 'usually', href: atCohortExam },
	],
	hearing_opened: [{ kind: 'hearing_opened', topic: 'exam', to: paperPeople, mail: 'always', href: atPaper }],
	hearing_decided: [{ kind: 'hearing_decided', topic: 'exam', to: paperPeople, mail: 'always', href: atPaper }],
	results_released: [{ kind: 'result', topic: 'exam', to: candidates, mail: 'always', href: atExamResult }],
	objection_raised: [{ kind: 'objection_raised', topic: 'work', to: organisers, mail: 'usually', href: atCohortExam }],
	objection_decided: [
		{ kind: 'objection_decided', topic: 'exam', to: named('userId'), mail: 'always', href: atExamResult },
	],
	certificate_issued: [
		{
			kind: 'certificate',
			topic: 'exam',
			to: given('kind', 'certificate', certificateHolder),
			mail: 'always',
			href: certificates,
		},
		{
			kind: 'participation',
			topic: 'exam',
			to: given('kind', 'participation', certificateHolder),
			mail: 'always',
			href: certificates,
		},
	],
	certificate_revoked: [
		{ kind: 'certificate_revoked', topic: 'exam', to: certificateHolder, mail: 'always', href: certificates },
	],
	community_archived: [
		{ kind: 'community_archived', topic: 'course', to: members, mail: 'usually', href: within('talk') },
	],
};

/** Mails that a verb writes itself, because they hold a secret link or go to people without an account. */
export const directMails = [
	'account_verify',
	'account_reset',
	'account_new_sign_in',
	'account_access_ended',
	'invitation_instance',
	'invitation_community',
	'application_verify',
	'application_known',
	'application_received',
	'application_accepted',
	'application_offered',
	'application_declined',
	'application_waitlisted',
	'application_cancelled',
	'application_expired',
	'application_withdrawn',
] as const;

/** Every telling once, in the order of the table. */
export const tellings: readonly Telling[] = [
	...new Map(Object.values(table).flatMap((row) => row.map((telling) => [telling.kind, telling] as const))).values(),
];
