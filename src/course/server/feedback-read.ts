import { sql } from 'kysely';
import * as z from 'zod';
import { markdownToHtml } from '#platform/markdown.ts';
import { verb, type Scene } from '#platform/server/verb.ts';
import { threadGround } from '#conversation/server/grounds.ts';
import type { Criterion, Unit } from '#course/package/model.ts';
import { isStaff, pictureOf } from '#course/server/cohort-here.ts';
import { unitsOf } from '#course/server/course-package.ts';
import type { SubmissionRow } from '#course/server/submission-row.ts';

/** Levels by criterion, 1 to 4 from the lowest. */
export const levelsSchema = z.record(z.string(), z.number().int().min(1).max(4));

/**
 * Feedback on a result, the latest version's first. It is for those whose result it is and for staff (`inside`);
 * everyone else sees only what they wrote themselves.
 */
export async function feedbackOn({ trx, viewer }: Scene, submission: Pick<SubmissionRow, 'id'>, inside: boolean) {
	let query = trx
		.selectFrom('feedback as f')
		.innerJoin('user as u', 'u.id', 'f.authorId')
		.select([
			'f.id',
			'f.kind',
			'f.authorId',
			'u.name',
			'u.pictureFileId',
			'f.submissionVersion',
			'f.levels',
			'f.words',
			'f.givenAt',
			'f.revisedAt',
		])
		.where('f.submissionId', '=', submission.id);
	if (!inside) query = query.where('f.authorId', '=', viewer?.userId ?? null);
	const rows = await query.orderBy('f.submissionVersion', 'desc').orderBy('f.kind').orderBy('f.givenAt').execute();
	return rows.map(({ pictureFileId, levels, authorId, ...row }) => ({
		...row,
		html: markdownToHtml(row.words),
		levels: levelsSchema.parse(levels),
		picture: pictureOf(pictureFileId),
		own: authorId === viewer?.userId,
	}));
}

type Note = {
	id: string;
	postId: string | null;
	authorId: string;
	name: string;
	pictureFileId: string | null;
	criterionId: string | null;
	words: string;
	givenAt: Date;
	/** Whose post it is about. */
	about: string;
};

/**
 * Companions' feedback on the posts of a thread, as notes in its margin: to staff all of it, to everyone else what is
 * about their own posts.
 */
export const postFeedback = verb({
	name: 'postFeedback',
	method: 'get',
	path: '/threads/{threadId}/feedback',
	summary: 'Companions’ feedback on posts of a thread that one may see',
	scope: 'course:read',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({ threadId: z.uuid() }),
	async ahead({ trx }, { threadId }) {
		// written out, for every thread asks it
		const { rows } = await sql<Note>`
			select f.id, f.post_id as "postId", f.author_id as "authorId", u.name, u.picture_file_id as "pictureFileId",
				f.criterion_id as "criterionId", f.words, f.given_at as "givenAt", p.author_id as "about"
			from feedback f join post p on p.id = f.post_id join "user" u on u.id = f.author_id
			where f.thread_id = ${threadId} order by f.given_at`.execute(trx);
		return rows;
	},
	async run(scene, { threadId }, given) {
		const { viewer, roles, place } = scene;
		const staff = isStaff(roles);
		const notes = given.filter(({ about }) => staff || about === viewer?.userId);
		const companion = roles.has('companion') && place.cohortId !== null;
		const criteria = companion || notes.length > 0 ? await criteriaOf(scene, threadId) : { here: [], all: [] };
		return {
			mayGive: companion,
			criteria: companion ? criteria.here : [],
			notes: notes.map(({ pictureFileId, authorId, about: _about, ...note }) => ({
				...note,
				html: markdownToHtml(note.words),
				criterion: [...criteria.here, ...criteria.all].find(({ id }) => id === note.criterionId)?.title ?? null,
				picture: pictureOf(pictureFileId),
				own: authorId === viewer?.userId,
			})),
		};
	},
});

type NamedCriterion = { id: string; title: string };

/** The criteria that fit a thread, those of its unit or of the unit that runs, and the criteria of the whole course. */
async function criteriaOf(
	{ trx, place, locale }: Scene,
	threadId: string,
): Promise<{ here: NamedCriterion[]; all: NamedCriterion[] }> {
	const cohort = await trx
		.selectFrom('cohort')
		.select(['id', 'courseVersionId', 'unitsOpened'])
		.where('id', '=', place.cohortId)
		.executeTakeFirst();
	if (!cohort) return { here: [], all: [] };
	const thread = await trx.selectFrom('thread').select('unitNumber').where('id', '=', threadId).executeTakeFirst();
	const units = (await unitsOf(trx, cohort)).map(({ unit }) => unit);
	const named = ({ id, title }: Criterion): NamedCriterion => ({ id, title: title[locale] });
	const number = thread?.unitNumber ?? Math.max(1, cohort.unitsOpened);
	return {
		here: (units[number - 1]?.assignment.rubric ?? []).map(named),
		all: units.flatMap(criteriaIn).map(named),
	};
}

/** All criteria by which results of a unit are looked at. */
export const criteriaIn = ({ assignment, individual }: Unit): Criterion[] => [
	...assignment.rubric,
	...individual.rubric,
];
