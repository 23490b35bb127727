import { m } from '#messages/messages.js';
import { shownOr } from '#platform/server/typeset-letters.ts';
import { typeset, type Typeset } from '#platform/server/typeset.ts';
import { formatClock, formatDay, formatDayTime, formatSpan } from '#ui/format.ts';

export interface AttendanceSheet {
	language: 'de' | 'en';
	/** Of all times on the sheet. */
	zone: string;
	now: Date;
	provider: string;
	course: string;
	/** Of one day, in their order; at least one. */
	sessions: readonly { kind: string; number: number; title: string; place: string; startsAt: Date; endsAt: Date }[];
	/** By name; of each session when somebody came and went, or null where nothing is recorded. */
	people: readonly { name: string; stays: readonly (Stay | null)[] }[];
}

interface Stay {
	checkedInAt: Date | null;
	checkedOutAt: Date | null;
}

/** A day’s attendance list with columns for signatures, tagged, A4; across where it has several sessions. */
export async function typesetAttendanceSheet(sheet: AttendanceSheet): Promise<Typeset> {
	const { language, zone, now, sessions } = sheet;
	const locale = { locale: language };
	const reader = { locale: language, timeZone: zone };
	const [first] = sessions;
	const data = {
		language,
		provider: shownOr(sheet.provider, '–'),
		course: shownOr(sheet.course, '–'),
		day: first ? formatDay(first.startsAt, reader) : '',
		sessions: sessions.map((session) => ({
			name: nameOf(session, language),
			when: formatSpan(session.startsAt, session.endsAt, reader),
			place: session.place || m.sheet_attendance_online({}, locale),
		})),
		people: sheet.people.map(({ name, stays }) => ({
			name: shownOr(name, '–'),
			stays: sessions.map(({ startsAt, endsAt }, index) => {
				const stay = stays[index];
				if (!stay?.checkedInAt) return { came: '', left: '' };
				const left = stay.checkedOutAt ?? (now >= endsAt ? endsAt : null);
				return {
					came: formatClock(stay.checkedInAt < startsAt ? startsAt : stay.checkedInAt, reader),
					left: left ? formatClock(left, reader) : '',
				};
			}),
		})),
		words: {
			title: m.sheet_attendance({}, locale),
			name: m.sheet_attendance_name({}, locale),
			came: m.sheet_attendance_came({}, locale),
			left: m.sheet_attendance_left({}, locale),
			signature: m.sheet_attendance_signature({}, locale),
			companion: m.sheet_attendance_companion({}, locale),
			asof: m.sheet_attendance_as_of({ when: formatDayTime(now, reader) }, locale),
			page: m.sheet_page({ page: '{page}', pages: '{pages}' }, locale),
			mark: m.sheet_mark({}, locale),
		},
	};
	return typeset({ template: 'src/events/typeset/attendance-sheet.typ', data });
}

function nameOf({ kind, number, title }: AttendanceSheet['sessions'][number], locale: 'de' | 'en'): string {
	if (title) return shownOr(title, '–');
	return kind === 'kick_off' ? m.meet_kick_off({}, { locale }) : m.meet_weekly({ number }, { locale });
}
