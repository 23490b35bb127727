import { addDays, addMinutes } from '#platform/time.ts';
import { accepting, applying, enrolling, type Applicant, type Office } from '#demo/acts/applying.ts';
import { lot } from '#demo/story/lot.ts';
import { zone } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** Days before the kick-off. */
const firstApplies = 77;
const lastApplies = 58;
const decided = 55;
const firstEnrols = 53;
const lastEnrols = 44;

/** From the first application to the last seat taken; people enrol in the given order. */
export function admissionActs(
	office: Office,
	applicants: readonly Applicant[],
	order: readonly string[],
	kickOff: Date,
): Act[] {
	const applications = new Map<string, string>();
	const spread = (first: number, last: number, index: number): Date => {
		const perDay = applicants.length / (first - last);
		const day = Math.floor(index / perDay);
		const place = index - Math.ceil(day * perDay);
		return addMinutes(addDays(kickOff, day - first, zone), place * 75 - 180 + Math.round(lot(office.name, index) * 60));
	};
	return applicants.flatMap((applicant, index) => [
		applying(office, applicant, spread(firstApplies, lastApplies, index), applications),
		accepting(office, applicant.key, addMinutes(addDays(kickOff, -decided, zone), index * 4), applications),
		enrolling(office, applicant, spread(firstEnrols, lastEnrols, order.indexOf(applicant.key))),
	]);
}
