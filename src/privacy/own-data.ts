/**
 * What an archive of one's own data leaves out of the tables declared in `kept.ts`: secrets that would let somebody in,
 * what is of use to the program alone, and what is said about others. Everything else of a row is handed out.
 */
export const leftOut: Readonly<Record<string, 'all' | readonly string[]>> = {
	verification: 'all',
	idempotency: 'all',
	data_export: 'all',
	seat_offer: 'all',
	evaluation_answer: 'all',
	// the archive lies at the server for a day, with its person; the own page shows them
	unnamed_question: 'all',
	// who is kept apart from whom is also a matter of the other person
	apart_pair: 'all',
	shift_swap: 'all',
	account: ['password', 'access_token', 'refresh_token', 'id_token'],
	session: ['token'],
	access_token: ['digest'],
	calendar_token: ['digest'],
	invitation: ['digest'],
	application: ['verification_digest'],
	file: ['digest'],
	certificate: ['revocation_internal'],
	mail: ['unsubscribe_url'],
};

/** Of one's own acts these columns say what they did to others; they are handed out where the person is the subject. */
export const aboutOthers: Readonly<Record<string, readonly string[]>> = {
	audit: ['subject_id', 'detail'],
	activity: ['subject_id', 'data'],
};

/** Rows about the person that no column of their own says so of; `me` is the person's id. */
export const alsoMine: Readonly<Record<string, string>> = {
	feedback: `submission_id in (select submission_id from submission_member where user_id = :me)
		or post_id in (select id from post where author_id = :me)`,
	submission: 'id in (select submission_id from submission_member where user_id = :me)',
	submission_section: 'submission_id in (select submission_id from submission_member where user_id = :me)',
	submission_version: 'submission_id in (select submission_id from submission_member where user_id = :me)',
	paper: 'id in (select id from my_paper)',
	paper_section: 'paper_id in (select id from my_paper)',
	paper_hand_in: 'paper_id in (select id from my_paper)',
	hearing: 'user_id is null and paper_id in (select id from my_paper)',
	marking: `ended_at is null and submitted_at is not null and paper_id in (select p.id from my_paper p
		join exam e on e.id = p.exam_id where e.released_at is not null)`,
	exam_extension: 'learning_group_id in (select learning_group_id from exam_candidate where user_id = :me)',
	exam: 'id in (select exam_id from exam_candidate where user_id = :me)',
	mail: 'to_address = (select email from "user" where id = :me)',
	thread: 'id in (select thread_id from post where author_id = :me)',
	learning_group: 'id in (select learning_group_id from learning_group_member where user_id = :me)',
	audit: 'subject_id = :me',
};

/** Words that make a row readable by itself: names and titles one sees on the pages, too. */
export const readable: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	post: { thread_title: '(select title from thread where id = t.thread_id)' },
	ballot: {
		thread_title: '(select title from thread where id = t.thread_id)',
		chose: `(select json_agg(o.label order by o.position) from ballot_choice c join poll_option o on o.id = c.option_id
			where c.ballot_id = t.id)`,
	},
	membership: { community: '(select name from community where id = t.community_id)' },
	enrolment: { cohort: '(select name from cohort where id = t.cohort_id)' },
	staff_assignment: { cohort: '(select name from cohort where id = t.cohort_id)' },
	organisation_role: { organisation: '(select name from organisation where id = t.organisation_id)' },
	record_access: { viewer: '(select name from "user" where id = t.viewer_id)' },
	feedback: { author: '(select name from "user" where id = t.author_id)' },
	attendance: { meeting_starts_at: '(select starts_at from meeting where id = t.meeting_id)' },
};
