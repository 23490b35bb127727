import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { notFound } from '#platform/refusal.ts';
import { noteAccess } from '#community/server/record-access.ts';
import { draftOf } from '#conversation/server/drafts.ts';
import type { Assignment } from '#course/package/model.ts';
import { cohortHere, courseReaders, isStaff, pictureOf } from '#course/server/cohort-here.ts';
import { packageOf } from '#course/server/course-package.ts';
import { feedbackOn } from '#course/server/feedback-read.ts';
import { handedInSections } from '#course/server/hand-in.ts';
import { submissionGround } from '#course/server/learning-grounds.ts';
import { taskOf, type SubmissionRow } from '#course/server/submission-row.ts';
import { closesAt, scheduleOf } from '#course/server/unit-schedule.ts';
import { readingPlace } from '#course/server/reading-place.ts';
import { assignmentOf } from '#course/server/units.ts';

export const submissionPage = verb({
	name: 'submissionPage',
	method: 'get',
	path: '/submissions/{submissionId}',
	summary: 'A result: the draft for those who write it, what was handed in for the others, and feedback',
	scope: 'course:read',
	who: [...courseReaders, 'owner'],
	at: submissionGround,
	input: z.object({ submissionId: z.uuid(), version: z.coerce.number().int().min(1).optional() }),
	async run(scene, input) {
		const { trx, now, locale, viewer, roles } = scene;
		const submission = await trx
			.selectFrom('submission')
			.selectAll()
			.where('id', '=', input.submissionId)
			.executeTakeFirstOrThrow();
		const members = await membersOf(scene, submission);
		const mine = roles.has('owner') || members.some(({ userId }) => userId === viewer?.userId);
		const inside = mine || isStaff(roles);
		if (!inside && (submission.kind === 'person' || submission.version === 0)) throw notFound();
		const { unit, assignment } = await taskOf(trx, submission);
		const course = await packageOf(trx, submission.courseVersionId);
		const schedule = await scheduleOf(trx, submission.communityId);
		const end = schedule.ends;
		const cohort = await cohortHere(scene);
		// a group's result is known to the whole cohort; what somebody worked on alone is not
		if (submission.userId) await noteAccess(scene, [submission.userId], 'results', cohort.timeZone);
		const place = await readingPlace(scene, cohort, { courseVersionId: submission.courseVersionId, unit });
		const group = submission.learningGroupId
			? await trx
					.selectFrom('learningGroup')
					.select(['name', 'position'])
					.where('id', '=', submission.learningGroupId)
					.executeTakeFirst()
			: undefined;
		const versions = await versionsOf(scene, submission.id);
		const shown = versions.find(({ version }) => version === (input.version ?? submission.version)) ?? null;
		const draft = inside ? await draftSections(scene, submission.id, assignment) : null;
		const latest = versions[0];
		return {
			now,
			submission: {
				id: submission.id,
				communityId: submission.communityId,
				unitNumber: submission.unitNumber,
				kind: submission.kind,
				version: submission.version,
				handedInAt: submission.handedInAt,
				late: submission.late,
				threadId: submission.threadId,
			},
			group: group ?? null,
			unit: { number: unit.number, title: unit.title[locale] },
			assignment: assignmentOf(assignment, place),
			rubricLevels: course.rubricLevels.map((level) => level[locale]),
			members,
			draft,
			/** Whether the draft says something else than what was handed in last. */
			changed:
				draft !== null && (latest ? draft.some(({ id, body }) => latest.bodies.get(id) !== body) : draft.some(hasText)),
			versions: versions.map(({ bodies: _bodies, ...version }) => version),
			shown: shown && {
				version: shown.version,
				sections: assignment.sections
					.map(({ id, title }) => ({ id, title: title[locale], body: shown.bodies.get(id) ?? '' }))
					.filter(hasText)
					.map(({ id, title, body }) => ({ id, title, html: markdownToHtml(body) })),
			},
			feedback: await feedbackOn(scene, submission, inside),
			starters: roles.has('companion') ? unit.companionGuide.starters.map((starter) => starter[locale]) : [],
			feedbackDraft: viewer ? await draftOf(trx, viewer.userId, `feedback:${submission.id}`) : null,
			closesAt: closesAt(schedule, submission.unitNumber),
			countsUntil: end,
			may: {
				write: roles.has('owner') && roles.has('member') && !!end && now <= end && !cohort.cancelledAt,
				giveFeedback:
					submission.version > 0 &&
					!mine &&
					(roles.has('companion') || (roles.has('learner') && roles.has('member') && submission.kind === 'group')),
			},
		};
	},
});

const hasText = ({ body }: { body: string }): boolean => body.trim() !== '';

/** Whoever was credited, or before the first hand-in whoever is in the group now. */
async function membersOf({ trx }: Scene, submission: SubmissionRow) {
	const people = await trx
		.selectFrom('user as u')
		.select(['u.id as userId', 'u.name', 'u.pictureFileId'])
		.where((e) =>
			submission.version > 0
				? e.exists(
						e
							.selectFrom('submissionMember as m')
							.select('m.userId')
							.where('m.submissionId', '=', submission.id)
							.whereRef('m.userId', '=', 'u.id'),
					)
				: e.or([
						e('u.id', '=', submission.userId),
						e.exists(
							e
								.selectFrom('learningGroupMember as m')
								.select('m.userId')
								.where('m.learningGroupId', '=', submission.learningGroupId)
								.where('m.leftAt', 'is', null)
								.whereRef('m.userId', '=', 'u.id'),
						),
					]),
		)
		.orderBy('u.name')
		.execute();
	return people.map(({ pictureFileId, ...person }) => ({ ...person, picture: pictureOf(pictureFileId) }));
}

async function versionsOf({ trx }: Scene, submissionId: string) {
	const rows = await trx
		.selectFrom('submissionVersion as v')
		.innerJoin('user as u', 'u.id', 'v.handedInBy')
		.select(['v.version', 'v.sections', 'v.handedInAt', 'v.late', 'u.name as by'])
		.where('v.submissionId', '=', submissionId)
		.orderBy('v.version', 'desc')
		.execute();
	return rows.map(({ sections, ...version }) => ({
		...version,
		bodies: new Map(handedInSections.parse(sections).map(({ id, body }) => [id, body])),
	}));
}

async function draftSections({ trx, viewer, locale }: Scene, submissionId: string, assignment: Assignment) {
	const saved = await trx
		.selectFrom('submissionSection as s')
		.leftJoin('user as u', 'u.id', 's.savedBy')
		.select(['s.sectionId', 's.body', 's.version', 's.savedAt', 's.savedBy', 'u.name'])
		.where('s.submissionId', '=', submissionId)
		.execute();
	return assignment.sections.map(({ id, title, guidance }) => {
		const row = saved.find(({ sectionId }) => sectionId === id);
		return {
			id,
			title: title[locale],
			guidance: guidance[locale],
			body: row?.body ?? '',
			html: row?.body.trim() ? markdownToHtml(row.body) : null,
			version: row?.version ?? 0,
			savedAt: row?.savedAt ?? null,
			savedBy: row && row.savedBy !== viewer?.userId ? row.name : null,
		};
	});
}
