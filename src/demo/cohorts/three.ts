import type { Report } from '#platform/server/report.ts';
import { addCalendarDays, addDays, addMinutes, dateIn, earliest, instantOf } from '#platform/time.ts';
import { accepting, applying, declining, enrolling, type Applicant, type Office } from '#demo/acts/applying.ts';
import { openAndPublish } from '#demo/acts/opening.ts';
import type { Provider } from '#demo/acts/provider.ts';
import { readApplications, type ApplicationEntry } from '#demo/corpus/applications.ts';
import type { Corpus } from '#demo/corpus/corpus.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { lot } from '#demo/story/lot.ts';
import { startAround } from '#demo/story/dates.ts';
import { zone } from '#demo/story/stage.ts';
import { play, type Act } from '#demo/story/timeline.ts';

const seed = 31;
/** Days before today, and for the start days ahead. */
const opened = 29;
const ahead = 28;
const lastBatch = 12;

/** Opens the third cohort; what is returned tells how it fills up, with a waitlist, four weeks before its kick-off. */
export async function thirdCohort(cast: Cast, corpus: Corpus, provider: Provider, now: Date) {
	const entry = corpus.cohort('cohort-3');
	const at = addDays(now, -opened, zone);
	const startDate = startAround(now, -ahead);
	const cohort = await openAndPublish(cast, provider, { entry, provider: corpus.provider, startDate, seed, at });
	const office = { ...cohort, name: 'Cohort 3', organiser: personIn(cast, entry.organisers[0] ?? ''), cast };
	const applications = readApplications('cohort-3.yaml');
	return async (report: Report) => {
		await play(applicationActs(office, applications, now));
		report(`${office.name}: ${applications.length} people have applied`);
		// Whoever has a seat looks in now and then; the others have no account.
		const seated = applications.filter(({ enrolled }) => enrolled);
		return new Map(seated.map(({ key }) => [key, addMinutes(now, -30 - Math.round(lot('looks in', key) * 9000))]));
	};
}

/**
 * Early applications are decided within days. Those accepted last, and the waitlist, follow within the fourteen days for
 * which an invitation holds, so that some are still open.
 */
function applicationActs(office: Office, entries: readonly ApplicationEntry[], now: Date): Act[] {
	const ids = new Map<string, string>();
	const today = dateIn(zone, now);
	const latest = addMinutes(now, -10);
	const on = (daysAgo: number, time: string): Date =>
		earliest([instantOf(addCalendarDays(today, -daysAgo), time, zone), latest]) ?? latest;
	return entries.flatMap((entry, index): Act[] => {
		const { applied, outcome, decision } = entry;
		const applicant: Applicant = entry;
		const time = `${String(9 + (index % 8)).padStart(2, '0')}:${String((index * 7) % 60).padStart(2, '0')}`;
		const apply = applying(office, applicant, on(applied.days_ago, applied.time), ids);
		if (outcome === 'received') return [apply];
		if (outcome === 'declined')
			return [apply, declining(office, entry.key, on(lastBatch, '14:20'), ids, decision ?? '')];
		if (outcome === 'waitlisted') return [apply, accepting(office, entry.key, on(applied.days_ago - 2, time), ids)];
		const days = applied.days_ago >= 20 ? 17 : lastBatch;
		const accept = accepting(office, entry.key, on(days, time), ids);
		const enrol = entry.enrolled ? [enrolling(office, applicant, on(days - 1 - (index % 6), time))] : [];
		return [apply, accept, ...enrol];
	});
}
