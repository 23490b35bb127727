import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { unitOf } from '#course/server/course-package.ts';
import { courseCommunityGround } from '#course/server/group-grounds.ts';
import { submissionGround } from '#course/server/learning-grounds.ts';
import { sectionInput, sectionsInput, writeSection, writeSections } from '#course/server/sections.ts';
import { lockForWriting } from '#course/server/submission-row.ts';
import { isOpen, scheduleOf } from '#course/server/unit-schedule.ts';

export const beginSubmission = verb({
	name: 'beginSubmission',
	method: 'post',
	path: '/communities/{communityId}/units/{number}/submission',
	summary: 'Begin a unit’s result, one’s group’s or one’s own, or find it if it has been begun',
	scope: 'course:write',
	who: ['learner'],
	at: courseCommunityGround,
	input: z.object({
		communityId: z.uuid(),
		number: z.coerce.number().int().min(1).max(40),
		kind: z.enum(['group', 'person']).default('group'),
	}),
	output: z.object({ submissionId: z.uuid() }),
	async run(scene, { communityId, number, kind }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		if (!scene.roles.has('member')) refuse('forbidden', { status: 403 });
		const schedule = await scheduleOf(trx, communityId);
		if (!isOpen(schedule, number, now)) refuse('unit_not_open', { status: 403, values: { unit: number } });
		const end = schedule.ends;
		if (!end || now > end) refuse('hand_in_closed');
		const cohort = await cohortHere(scene);
		const { courseVersionId } = await unitOf(trx, cohort, number);
		const whose = kind === 'group' ? { learningGroupId: await ownGroup(scene, cohort.id, number) } : { userId };
		await trx
			.insertInto('submission')
			.values({
				cohortId: cohort.id,
				communityId,
				unitNumber: number,
				kind,
				courseVersionId,
				createdAt: now,
				...whose,
			})
			.onConflict((c) => c.doNothing())
			.execute();
		let begun = trx.selectFrom('submission').select('id').where('kind', '=', kind);
		begun =
			'userId' in whose
				? begun.where('userId', '=', userId).where('cohortId', '=', cohort.id).where('unitNumber', '=', number)
				: begun.where('learningGroupId', '=', whose.learningGroupId);
		const { id } = await begun.executeTakeFirstOrThrow();
		return { submissionId: id };
	},
});

async function ownGroup({ trx, viewer }: Scene, cohortId: string, unitNumber: number): Promise<string> {
	const group = await trx
		.selectFrom('learningGroup as g')
		.innerJoin('learningGroupMember as m', 'm.learningGroupId', 'g.id')
		.select('g.id')
		.where('g.cohortId', '=', cohortId)
		.where('g.unitNumber', '=', unitNumber)
		.where('g.mergedInto', 'is', null)
		.where('m.userId', '=', viewer?.userId ?? null)
		.where('m.leftAt', 'is', null)
		.executeTakeFirst();
	return group?.id ?? refuse('no_group_in_unit', { values: { unit: unitNumber } });
}

export const saveResultSection = verb({
	name: 'saveResultSection',
	method: 'put',
	path: '/submissions/{submissionId}/sections/{sectionId}',
	summary: 'Save one section of the draft over the version it was written from',
	scope: 'course:write',
	who: ['owner'],
	at: submissionGround,
	input: z.object({ submissionId: z.uuid(), sectionId: z.string().max(40), ...sectionInput.shape }),
	output: z.object({ sectionId: z.string(), version: z.int(), savedAt: z.date() }),
	async run(scene, { submissionId, sectionId, ...section }) {
		const writing = await lockForWriting(scene, submissionId);
		return writeSection(scene, writing, sectionId, section);
	},
});

export const saveResult = verb({
	name: 'saveResult',
	method: 'put',
	path: '/submissions/{submissionId}/sections',
	summary: 'Save several sections of the draft, all or none',
	scope: 'course:write',
	who: ['owner'],
	at: submissionGround,
	input: z.object({ submissionId: z.uuid(), sections: sectionsInput }),
	async run(scene, { submissionId, sections }) {
		const writing = await lockForWriting(scene, submissionId);
		return { sections: await writeSections(scene, writing, sections) };
	},
});
