import { remembering } from '#platform/server/memory.ts';
import type { Scene } from '#platform/server/verb.ts';
import type { Role } from '#platform/viewer.ts';
import { notFound } from '#platform/refusal.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';

/** The cohort at the place where a verb acts, as it stands; not held. */
export const cohortHere = (scene: Pick<Scene, 'trx' | 'place' | 'memory'>): Promise<CohortRow> =>
	rememberCohort(scene.memory, scene.place.cohortId ?? '', () => cohortOf(scene));

const rememberCohort = remembering<CohortRow>();

async function cohortOf({ trx, place }: Pick<Scene, 'trx' | 'place'>): Promise<CohortRow> {
	const cohort = await trx.selectFrom('cohort').selectAll().where('id', '=', place.cohortId).executeTakeFirst();
	if (!cohort) throw notFound();
	return cohort;
}

/** Whoever may look at pages of the course: members and staff, and former members in the archive. */
export const courseReaders = ['member', 'observer', 'organiser', 'companion', 'former', 'learner'] as const;

/** Companions and organisers see what is not open yet, and what others have not handed in. */
export const isStaff = (roles: ReadonlySet<Role>): boolean => roles.has('companion') || roles.has('organiser');

/** The address of a person's picture. */
export const pictureOf = (fileId: string | null): string | null => (fileId ? `/files/${fileId}` : null);
