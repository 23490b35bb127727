import { addCalendarDays, dateIn, instantOf, weekday } from '#platform/time.ts';
import { zone } from '#demo/story/stage.ts';

const days = ['mo', 'di', 'mi', 'do', 'fr', 'sa', 'so'];
const written = /^(?:w(\d\d?) (mo|di|mi|do|fr|sa|so)|-(\d\d?)d|(certified|revoked)\+(\d\d?)) (\d\d:\d\d)$/;

/** Whether a text is a moment of a year, such as `w7 di 09:12`, `-3d 21:40` or `certified+6 09:00`. */
export const isYearMoment = (moment: string): boolean => written.test(moment);

export type Year = {
	/** When the demo is made. */
	today: Date;
	/** When the results of cohort 1 were released, and when one of its certificates was revoked. */
	certified: Date;
	revoked: Date;
};

/** Weeks of the story before the one in which the demo is made. */
const weeks = 52;

/**
 * Turns moments of a year into instants: a day of week 1 to 52, of which the last one has just ended; so many calendar
 * days before today; or so many after the certificates of cohort 1, or after the revocation of one of them.
 */
export function instantsOfYear({ today, certified, revoked }: Year): (moment: string) => Date {
	const date = dateIn(zone, today);
	const thisMonday = addCalendarDays(date, 1 - weekday(date));
	const turns: Record<string, string> = { certified: dateIn(zone, certified), revoked: dateIn(zone, revoked) };
	return (moment) => {
		const [, week, day = '', ago, turn, after, time = ''] = written.exec(moment) ?? [];
		if (week)
			return instantOf(addCalendarDays(thisMonday, (Number(week) - 1 - weeks) * 7 + days.indexOf(day)), time, zone);
		if (ago) return instantOf(addCalendarDays(date, -Number(ago)), time, zone);
		const from = turns[turn ?? ''];
		if (!from) throw new Error(`${moment} is no moment of a year`);
		return instantOf(addCalendarDays(from, Number(after)), time, zone);
	};
}
