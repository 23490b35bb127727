import type { Scene } from '#platform/server/verb.ts';
import type { CoursePackage, Unit } from '#course/package/model.ts';
import type { PointerKind } from '#course/package/references.ts';
import type { ReadingPlace } from '#course/reading/authored.ts';
import { isStaff } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { packageOf } from '#course/server/course-package.ts';
import { isOpen, scheduleOf } from '#course/server/unit-schedule.ts';

type Here = Pick<CohortRow, 'id' | 'courseVersionId'>;

/**
 * Where the viewer reads a text of the course in the community at hand: units that are not open yet, the handbook and
 * the practice cases are led to only for staff.
 */
export async function readingPlace(
	scene: Scene,
	cohort: Here,
	from: { courseVersionId?: string; unit?: Unit } = {},
): Promise<ReadingPlace & { course: CoursePackage }> {
	const { trx, now, place, locale } = scene;
	const course = await packageOf(trx, from.courseVersionId ?? cohort.courseVersionId);
	const schedule = place.communityId ? await scheduleOf(trx, place.communityId) : null;
	const staff = isStaff(scene.roles) || scene.roles.has('examiner');
	const open = (unit: Unit | undefined) =>
		unit && (staff || (schedule && isOpen(schedule, unit.number, now))) && unit.number;
	const inCommunity = place.communityId && [...scene.roles].some((role) => inside.has(role));
	const at = (path: string) => (inCommunity ? `/c/${place.communityId}/${path}` : null);
	const addresses: Record<PointerKind, (id: string) => string | null> = {
		glossary: (id) => at(`glossary#${id}`),
		template: (id) => at(`templates/${id}`),
		handbook: (id) => (isStaff(scene.roles) ? at(`handbook/${id}`) : null),
		case: (id) => (staff ? `/cohorts/${cohort.id}/practice-cases/${id}` : null),
		unit: (id) => {
			const number = course.units.find((unit) => unit.id === id)?.number;
			return number === undefined ? null : at(`units/${number}`);
		},
		lesson: (id) => {
			const number = open(course.units.find(({ topics }) => topics.some((topic) => topic.id === id)));
			return number ? at(`units/${number}/topics/${id}`) : null;
		},
	};
	return { course, language: locale, unit: from.unit, addressOf: (kind, id) => addresses[kind](id) };
}

/** Roles that open the pages of a community; examiners of a cohort are not in it. */
const inside: ReadonlySet<string> = new Set(['member', 'observer', 'organiser', 'companion', 'former', 'learner']);
