import type { TimetableProblem } from '#course/rules/timetable.ts';
import { refuse } from '#platform/refusal.ts';
import { formatDate, formatDayTime, type Reader } from '#ui/format.ts';
import { m } from '#messages/messages.js';

/** Puts into words why a timetable cannot be as asked, at the field of the form that asked. */
export function refuseTimetable(problem: TimetableProblem, reader: Reader, field: string): never {
	switch (problem.kind) {
		case 'no_such_meeting':
			return refuse('timetable_no_such_meeting', { status: 404, values: { meeting: problem.meeting } });
		case 'pause_invalid':
			return refuse('timetable_pause_invalid', { field });
		case 'not_between_neighbours': {
			const bound = (at: Date | null) => (at ? formatDayTime(at, reader) : m.timetable_open_end({}, reader));
			return refuse('timetable_not_between', {
				field,
				values: { meeting: problem.meeting, after: bound(problem.after), before: bound(problem.before) },
			});
		}
		case 'moved_meeting_in_pause':
			return refuse('timetable_moved_in_pause', { field, values: { meeting: problem.meeting } });
		case 'exam_too_early':
			return refuse('cohort_exam_too_early', {
				field: 'examDate',
				values: { earliest: formatDate(problem.earliest, reader.locale) },
			});
		case 'already_begun':
			return refuse('timetable_already_begun', { field, values: { meeting: problem.meeting } });
		case 'in_the_past':
			return refuse('timetable_in_the_past', { field, values: { meeting: problem.meeting } });
	}
}
