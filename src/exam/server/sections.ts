import type { Selectable, Transaction } from 'kysely';
import * as z from 'zod';
import { editGoesTo, punctuality } from '#exam/rules/hand-in.ts';
import { paperGround } from '#exam/server/grounds.ts';
import { draftOf, lengthIfTypeset } from '#exam/server/paper-draft.ts';
import type { ExamRow } from '#exam/server/exam-row.ts';
import { lockPaper, reopenPapers, standingHandIn, windowOf, type PaperRow } from '#exam/server/paper-rows.ts';
import { announce } from '#platform/server/live.ts';
import type { DB, PaperHandIn } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

/** A section is what a person saved last; saving over somebody else's newer version is refused (house rule). */
export const saveSection = verb({
	name: 'saveSection',
	method: 'put',
	path: '/papers/{paperId}/sections/{sectionId}',
	summary: 'Save a section; refused when somebody saved a newer version meanwhile',
	scope: 'exam:write',
	who: ['owner'],
	at: paperGround,
	input: z.object({
		paperId: z.uuid(),
		sectionId: z.string().min(1).max(60),
		/** The version one began to write from. */
		version: z.coerce.number().int().min(0),
		body: z.string().max(40_000).describe('Markdown'),
	}),
	output: z.object({ version: z.int(), savedAt: z.date(), apart: z.boolean() }),
	async run(scene, { paperId, sectionId, version, body }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const { exam, paper } = await lockPaper(trx, paperId);
		const window = windowOf(exam, paper);
		if (punctuality(now, window) === 'early') refuse('exam_not_open');
		const handIn = await standingHandIn(trx, paperId);
		const section = await trx
			.selectFrom('paperSection as s')
			.leftJoin('user as u', 'u.id', 's.savedBy')
			.select(['s.version', 's.body', 's.savedAt', 'u.name'])
			.where('s.paperId', '=', paperId)
			.where('s.sectionId', '=', sectionId)
			.executeTakeFirst();
		if (!section) throw notFound();
		const text = { paperId, sectionId, body, at: now, by: userId };
		// A hand-in that came by itself may have overtaken what was sent before the deadline.
		if (editGoesTo(handIn !== undefined && !handIn.automatic, now, window) === 'apart') {
			await keepApart(trx, text);
			return { version: section.version, savedAt: now, apart: true };
		}
		if (section.body === body) return { version: section.version, savedAt: section.savedAt, apart: false };
		if (section.version !== version) refuse('section_changed', { field: 'body', values: { name: section.name ?? '' } });
		await trx
			.updateTable('paperSection')
			.set({ body, version: version + 1, savedAt: now, savedBy: userId })
			.where('paperId', '=', paperId)
			.where('sectionId', '=', sectionId)
			.execute();
		if (handIn) await renew(trx, exam, paper, handIn);
		else if (paper.closedAt) await reopenPapers(trx, exam, [paperId]);
		await announce(trx, `paper:${paperId}`);
		return { version: version + 1, savedAt: now, apart: false };
	},
});

/** What was written after the hand-in or the deadline stays with its author. */
async function keepApart(
	trx: Transaction<DB>,
	{ paperId, sectionId, body, at, by }: { paperId: string; sectionId: string; body: string; at: Date; by: string },
): Promise<void> {
	await trx
		.insertInto('paperSectionApart')
		.values({ paperId, sectionId, userId: by, body, savedAt: at })
		.onConflict((c) => c.columns(['paperId', 'sectionId', 'userId']).doUpdateSet({ body, savedAt: at }))
		.execute();
}

async function renew(
	trx: Transaction<DB>,
	exam: ExamRow,
	paper: PaperRow,
	handIn: Selectable<PaperHandIn>,
): Promise<void> {
	const sections = await draftOf(trx, paper.id);
	await trx
		.updateTable('paperHandIn')
		.set({ sections: JSON.stringify(sections), pages: await lengthIfTypeset(trx, exam, paper, sections) })
		.where('id', '=', handIn.id)
		.execute();
}

/** Words kept apart are thrown away when their author no longer wants them. */
export const dropApart = verb({
	name: 'dropApart',
	method: 'delete',
	path: '/papers/{paperId}/sections/{sectionId}/apart',
	summary: 'Throw away what one wrote after the hand-in or the deadline',
	scope: 'exam:write',
	who: ['owner'],
	at: paperGround,
	input: z.object({ paperId: z.uuid(), sectionId: z.string().min(1).max(60) }),
	async run(scene, { paperId, sectionId }) {
		await scene.trx
			.deleteFrom('paperSectionApart')
			.where('paperId', '=', paperId)
			.where('sectionId', '=', sectionId)
			.where('userId', '=', signedIn(scene).userId)
			.execute();
		return { dropped: true };
	},
});
