import type { Kysely } from 'kysely';
import * as z from 'zod';
import { record } from '#platform/server/activity.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import type { Assignment } from '#course/package/model.ts';
import { resultCredit } from '#course/rules/requirements.ts';
import { submissionGround } from '#course/server/learning-grounds.ts';
import { queueForPresentation } from '#course/server/presentations.ts';
import { publishResult } from '#course/server/result-thread.ts';
import { sectionsInput, writeSections } from '#course/server/sections.ts';
import { lockForWriting, type SubmissionRow, type Writing } from '#course/server/submission-row.ts';
import { closesAt } from '#course/server/unit-schedule.ts';

/** What was handed in, section by section in the order of the template. */
export const handedInSections = z.array(z.object({ id: z.string(), body: z.string() }));
export type HandedInSections = z.output<typeof handedInSections>;

/** Anyone of the group may hand in; whoever is a member at that moment is credited. */
export const handIn = verb({
	name: 'handIn',
	method: 'post',
	path: '/submissions/{submissionId}/versions',
	summary: 'Hand the result in as it stands, with sections to be saved before',
	scope: 'course:write',
	who: ['owner'],
	at: submissionGround,
	status: 201,
	input: z.object({ submissionId: z.uuid(), sections: sectionsInput.default({}) }),
	output: z.object({ version: z.int(), late: z.boolean(), again: z.boolean() }),
	async run(scene, input) {
		const writing = await lockForWriting(scene, input.submissionId);
		await writeSections(scene, writing, input.sections);
		const sections = await sectionsOf(scene.trx, writing.submission.id, writing.assignment);
		if (sections.every(({ body }) => body.trim() === '')) refuse('nothing_to_hand_in', { status: 422 });
		const standing = await latestVersion(scene.trx, writing.submission);
		if (standing && JSON.stringify(standing.sections) === JSON.stringify(sections))
			return { version: standing.version, late: standing.late, again: true };
		return { ...(await accept(scene, writing, sections)), again: false };
	},
});

async function sectionsOf(db: Kysely<DB>, submissionId: string, assignment: Assignment): Promise<HandedInSections> {
	const saved = await db
		.selectFrom('submissionSection')
		.select(['sectionId', 'body'])
		.where('submissionId', '=', submissionId)
		.execute();
	return assignment.sections.map(({ id }) => ({
		id,
		body: saved.find(({ sectionId }) => sectionId === id)?.body ?? '',
	}));
}

async function latestVersion(db: Kysely<DB>, { id, version }: SubmissionRow) {
	if (version === 0) return null;
	const row = await db
		.selectFrom('submissionVersion')
		.select(['version', 'sections', 'late'])
		.where('submissionId', '=', id)
		.where('version', '=', version)
		.executeTakeFirstOrThrow();
	return { ...row, sections: handedInSections.parse(row.sections) };
}

async function accept(
	scene: Scene,
	writing: Writing,
	sections: HandedInSections,
): Promise<{ version: number; late: boolean }> {
	const { trx, now, place } = scene;
	const { userId } = signedIn(scene);
	const { submission } = writing;
	const version = submission.version + 1;
	const late = isLate(writing, now);
	await trx
		.insertInto('submissionVersion')
		.values({
			submissionId: submission.id,
			version,
			sections: JSON.stringify(sections),
			handedInAt: now,
			handedInBy: userId,
			late,
		})
		.execute();
	await creditMembers(trx, submission, now);
	const threadId = submission.kind === 'group' ? await publishResult(scene, writing, sections) : null;
	await trx
		.updateTable('submission')
		// A first version on time stays on time, however late it is improved.
		.set({ version, threadId, ...(submission.handedInAt ? {} : { handedInAt: now, late }) })
		.where('id', '=', submission.id)
		.execute();
	if (submission.kind === 'group') await queueForPresentation(scene, writing);
	await record(trx, {
		kind: 'submission_handed_in',
		actorId: userId,
		communityId: submission.kind === 'group' ? place.communityId : null,
		cohortId: place.cohortId,
		subjectId: submission.id,
		data: { version, late, unitNumber: submission.unitNumber, kind: submission.kind, threadId },
		at: now,
	});
	return { version, late };
}

function isLate({ submission, schedule }: Writing, now: Date): boolean {
	const closes = closesAt(schedule, submission.unitNumber);
	const end = schedule.ends;
	return closes !== null && end !== null && resultCredit(now, closes, end) !== 'on_time';
}

/** Whoever was credited stays credited; a later version adds whoever has joined since. */
async function creditMembers(trx: Kysely<DB>, submission: SubmissionRow, now: Date): Promise<void> {
	const members = submission.learningGroupId
		? await trx
				.selectFrom('learningGroupMember')
				.select('userId')
				.where('learningGroupId', '=', submission.learningGroupId)
				.where('leftAt', 'is', null)
				.execute()
		: [{ userId: submission.userId ?? '' }];
	await trx
		.insertInto('submissionMember')
		.values(members.map(({ userId }) => ({ submissionId: submission.id, userId, creditedAt: now })))
		.onConflict((c) => c.doNothing())
		.execute();
}
