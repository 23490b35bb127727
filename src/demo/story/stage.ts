import { loadCoursePackage } from '#course/package/load.ts';
import type { Assignment, CoursePackage, Unit } from '#course/package/model.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { meetingList } from '#events/server/meeting-list.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { Moment } from '#demo/corpus/file.ts';
import type { Plan } from '#demo/corpus/plan.ts';
import type { CohortEntry } from '#demo/corpus/provider.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';
import { instantsOf, type Scale } from '#demo/story/instants.ts';

export const course = 'community-manager';
export const zone = 'Europe/Berlin';

export type StageMeeting = { id: string; number: number; startsAt: Date; endsAt: Date };

/** A cohort with everything by which its story refers to the product's own ids. */
export type Stage = {
	name: string;
	cohortId: string;
	communityId: string;
	entry: CohortEntry;
	plan: Plan;
	learners: readonly string[];
	course: CoursePackage;
	/** Ids of spaces by their slugs. */
	spaces: ReadonlyMap<string, string>;
	meetings: readonly StageMeeting[];
	/** Ids of threads by their keys in the corpus, as they come to be. */
	threads: Map<string, string>;
	/** Nothing happens after it. */
	until: Date;
	person: (key: string) => Viewer;
	at: (moment: Moment) => Date;
};

type Setting = Pick<Stage, 'name' | 'cohortId' | 'communityId' | 'entry' | 'plan' | 'learners' | 'until'> & {
	cast: Cast;
	/** When the cohort had been opened. */
	opened: Date;
	scale: Omit<Scale, 'zone' | 'meetings'>;
};

/** Looks up what the cohort was given when it was opened. */
export async function setStage({ cast, opened, scale, ...cohort }: Setting): Promise<Stage> {
	const organiser = personIn(cast, cohort.entry.organisers[0] ?? '');
	const { communityId } = cohort;
	const { spaces } = await does(organiser, opened, talkPage, { communityId });
	const { meetings } = await does(organiser, opened, meetingList, { communityId });
	const series = meetings.flatMap(({ number, kind, ...meeting }) =>
		number === null || kind === 'event' ? [] : { number, ...meeting },
	);
	return {
		...cohort,
		course: await loadCoursePackage(`content/course/${course}`),
		spaces: new Map(spaces.map(({ slug, id }) => [slug, id])),
		meetings: series,
		threads: new Map(),
		person: (key) => personIn(cast, key),
		at: instantsOf({ ...scale, zone, meetings: series }),
	};
}

export function unitOf({ course }: Stage, number: number): Unit {
	const unit = course.units[number - 1];
	if (!unit) throw new Error(`the course has no unit ${number}`);
	return unit;
}

export function meetingOf({ meetings }: Stage, number: number): StageMeeting {
	const meeting = meetings.find((each) => each.number === number);
	if (!meeting) throw new Error(`there is no meeting ${number}`);
	return meeting;
}

/** Who leads a unit; before the first one, and where nobody is planned, the companions. */
export function leadersOf({ plan, entry }: Stage, unit: number): readonly [string, ...string[]] {
	const [first, ...others] = plan.shifts.find((shift) => shift.unit === unit)?.people ?? entry.companions;
	if (first === undefined) throw new Error(`nobody leads unit ${unit}`);
	return [first, ...others];
}

/** The id of a section by its position in the template, from '1'. */
export function sectionId({ sections }: Assignment, position: string): string {
	const section = sections[Number(position) - 1];
	if (!section) throw new Error(`there is no section ${position}`);
	return section.id;
}

/** Levels by criterion, in the order of the rubric. */
export const levelsBy = ({ rubric }: Assignment, levels: readonly number[]): Record<string, number> =>
	Object.fromEntries(rubric.flatMap(({ id }, index) => (levels[index] ? [[id, levels[index]]] : [])));

/** Whether somebody has fallen silent before that instant. */
export const isSilentAt = ({ plan, at }: Stage, key: string, instant: Date): boolean =>
	plan.silent?.person === key && at(plan.silent.since) < instant;

/** Where somebody sat in a unit, from 1. */
export function membersOf({ plan }: Stage, unit: number, group: number): readonly string[] {
	const members = plan.units.find((each) => each.unit === unit)?.groups[group - 1];
	if (!members) throw new Error(`unit ${unit} has no group ${group}`);
	return members;
}
