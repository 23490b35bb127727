import { existsSync } from 'node:fs';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { organisationGround } from '#community/server/standing.ts';
import { loadCoursePackage } from '#course/package/load.ts';
import { idSchema, type CoursePackage } from '#course/package/model.ts';
import { PackageError } from '#course/package/problems.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { replaceAgenda } from '#course/server/cohort-meetings.ts';
import { outlineOf } from '#course/server/course-content.ts';
import { cohortGround } from '#course/server/grounds.ts';

const mostProblems = 20;

/**
 * Reads a course package that ships with the product and keeps it as an immutable version. What counts is the hash of
 * its content: the same content is the same version, however often it is imported.
 */
export const importCourse = verb({
	name: 'importCourse',
	method: 'post',
	path: '/organisations/{organisationId}/course-versions',
	summary: 'Import a course package as an immutable version',
	scope: 'course:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	status: 201,
	input: z.object({ organisationId: z.uuid(), course: idSchema.default('community-manager') }),
	output: z.object({ courseVersionId: z.uuid(), hash: z.string(), isNew: z.boolean() }),
	async run(scene, { course }) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const content = await shippedPackage(course);
		const { hash } = content;
		const stored = await trx
			.insertInto('courseVersion')
			.values({
				courseId: content.id,
				label: content.version,
				hash,
				content: JSON.stringify(content),
				importedAt: now,
				importedBy: viewer.userId,
			})
			.onConflict((c) => c.column('hash').doNothing())
			.returning('id')
			.executeTakeFirst();
		if (stored) {
			await audit(trx, { action: 'course_imported', actorId: viewer.userId, subjectId: stored.id, detail: { hash } });
			return { courseVersionId: stored.id, hash, isNew: true };
		}
		const { id } = await trx
			.selectFrom('courseVersion')
			.select('id')
			.where('hash', '=', hash)
			.executeTakeFirstOrThrow();
		return { courseVersionId: id, hash, isNew: false };
	},
});

async function shippedPackage(course: string): Promise<CoursePackage> {
	const folder = `content/course/${course}`;
	if (!existsSync(folder)) throw notFound();
	try {
		return await loadCoursePackage(folder);
	} catch (cause) {
		if (!(cause instanceof PackageError)) throw cause;
		const lines = cause.problems.slice(0, mostProblems).map(({ file, line, message }) => `${file}:${line}: ${message}`);
		return refuse('course_package_wrong', {
			status: 422,
			values: { count: cause.problems.length, problems: lines.join('\n') },
		});
	}
}

/** The imported versions of courses, newest first. */
export const courseVersions = verb({
	name: 'courseVersions',
	method: 'get',
	path: '/organisations/{organisationId}/course-versions',
	summary: 'The imported versions of courses',
	scope: 'course:read',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	input: z.object({ organisationId: z.uuid() }),
	async run({ trx, locale }) {
		const rows = await trx
			.selectFrom('courseVersion')
			.select(['id', 'courseId', 'label', 'hash', 'importedAt'])
			.orderBy('importedAt', 'desc')
			.orderBy('id', 'desc')
			.execute();
		const versions = [];
		for (const row of rows) versions.push({ ...row, title: (await outlineOf(trx, row.id)).title[locale] });
		return { versions };
	},
});

/** Lets a unit that has not opened follow a newer version of the course; what has opened stays what it was. */
export const replaceUnitVersion = verb({
	name: 'replaceUnitVersion',
	method: 'put',
	path: '/cohorts/{cohortId}/units/{unitNumber}/version',
	summary: 'Let an unopened unit follow another version of the course',
	scope: 'course:write',
	who: ['organiser'],
	at: cohortGround,
	input: z.object({
		cohortId: z.uuid(),
		unitNumber: z.coerce.number().int().min(1).max(40),
		courseVersionId: z.uuid(),
	}),
	async run(scene, { cohortId, unitNumber, courseVersionId }) {
		const { trx, now } = scene;
		const cohort = await lockCohort(trx, cohortId);
		const [pinned, newer] = [await outlineOf(trx, cohort.courseVersionId), await outlineOf(trx, courseVersionId)];
		if (pinned.id !== newer.id) refuse('unit_of_another_course', { field: 'courseVersionId' });
		if (!newer.units[unitNumber - 1]) throw notFound();
		if (unitNumber <= cohort.unitsOpened) refuse('unit_has_opened', { field: 'unitNumber' });
		await trx
			.insertInto('cohortUnitVersion')
			.values({ cohortId, unitNumber, courseVersionId, replacedAt: now })
			.onConflict((c) => c.columns(['cohortId', 'unitNumber']).doUpdateSet({ courseVersionId, replacedAt: now }))
			.execute();
		await replaceAgenda(trx, cohort, newer, unitNumber);
		await audit(trx, {
			action: 'unit_version_replaced',
			actorId: signedIn(scene).userId,
			subjectId: courseVersionId,
			cohortId,
			detail: { unitNumber },
		});
		return { replaced: true };
	},
});
