import { Readable } from 'node:stream';
import * as z from 'zod';
import { communityGround } from '#community/server/standing.ts';
import { sheetOf } from '#credentials/server/certificates.ts';
import { bundleHtml, bundleMarkdown, slugOf, workMarkdown, type Bundle } from '#credentials/server/bundle.ts';
import { ownFeedback, ownPapers, ownPosts, ownResults, type Work } from '#credentials/server/own-work.ts';
import { typesetArtefact } from '#documents/typeset/artefact.ts';
import { archive, type ArchiveEntry } from '#platform/server/archive.ts';
import { TypesettingFailed } from '#platform/server/typeset.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { dateIn } from '#platform/time.ts';
import { m } from '#messages/messages.js';

/** Everybody takes along what is their own: posts, results, exam papers, feedback given, certificates. At any time. */
export const exportOwn = verb({
	name: 'exportOwn',
	method: 'get',
	path: '/communities/{communityId}/export',
	summary: 'One’s own contributions and artefacts of a community as a ZIP archive',
	scope: 'credentials:read',
	who: ['member', 'observer', 'former', 'learner', 'companion', 'organiser'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run(scene, { communityId }) {
		const { now, locale } = scene;
		const bundle = await bundleOf(scene, communityId);
		const entries: ArchiveEntry[] = [
			text(`${m.export_overview({}, { locale })}.html`, bundleHtml(bundle)),
			text(`${m.export_posts({}, { locale })}.md`, bundleMarkdown(bundle)),
			...(await filesOf(scene, m.export_results({}, { locale }), bundle.results)),
			...(await filesOf(scene, m.export_papers({}, { locale }), bundle.papers)),
			...(await certificateFiles(scene)),
		];
		return new Response(Readable.toWeb(archive(entries, now)) as ReadableStream<Uint8Array>, {
			headers: {
				'content-type': 'application/zip',
				'content-disposition': `attachment; filename="allmende-${slugOf(bundle.community)}.zip"`,
				'cache-control': 'private, no-store',
			},
		});
	},
});

async function bundleOf(scene: Scene, communityId: string): Promise<Bundle> {
	const { trx, place, now, locale } = scene;
	const { userId, name, timeZone } = signedIn(scene);
	const community = await trx
		.selectFrom('community')
		.select('name')
		.where('id', '=', communityId)
		.executeTakeFirstOrThrow();
	const { cohortId } = place;
	return {
		community: community.name,
		person: name,
		at: now,
		reader: { locale, timeZone },
		posts: await ownPosts(trx, communityId, userId),
		results: await ownResults(scene, communityId, userId),
		papers: cohortId ? (await ownPapers(scene, cohortId, userId)).map((work) => inWords(work, locale)) : [],
		feedback: cohortId ? await ownFeedback(trx, cohortId, userId) : [],
	};
}

const kinds = { group: m.exam_kind_group, case: m.exam_kind_case, reflection: m.exam_kind_reflection };
const inWords = (work: Work, locale: Scene['locale']): Work => ({
	...work,
	context: Object.entries(kinds).find(([kind]) => kind === work.context)?.[1]({}, { locale }) ?? work.context,
});

/** Each piece of work as Markdown to go on working with and as PDF to keep. */
async function filesOf(scene: Scene, folder: string, works: readonly Work[]): Promise<ArchiveEntry[]> {
	const entries: ArchiveEntry[] = [];
	for (const [index, work] of works.entries()) {
		const name = `${folder}/${String(index + 1).padStart(2, '0')}-${slugOf(`${work.context ?? ''} ${work.title}`)}`;
		entries.push(text(`${name}.md`, workMarkdown(work)));
		const pdf = await pdfOf(scene, work);
		if (pdf) entries.push({ name: `${name}.pdf`, bytes: pdf });
	}
	return entries;
}

/** A text that cannot be typeset is still there as Markdown. */
async function pdfOf(scene: Scene, { title, context, authors, at, sections }: Work): Promise<Uint8Array | null> {
	const day = dateIn(signedIn(scene).timeZone, at);
	try {
		return (await typesetArtefact({ language: scene.locale, title, context, authors, day, sections })).pdf;
	} catch (cause) {
		if (cause instanceof TypesettingFailed) return null;
		throw cause;
	}
}

async function certificateFiles(scene: Scene): Promise<ArchiveEntry[]> {
	const { trx, place, locale } = scene;
	const rows = await trx
		.selectFrom('certificate as z')
		.innerJoin('cohort as k', 'k.id', 'z.cohortId')
		.selectAll('z')
		.select('k.timeZone')
		.where('z.cohortId', '=', place.cohortId)
		.where('z.userId', '=', signedIn(scene).userId)
		.where('z.revokedAt', 'is', null)
		.execute();
	const entries: ArchiveEntry[] = [];
	for (const row of rows) {
		const { pdf } = await sheetOf(row, locale, null, row.timeZone);
		entries.push({ name: `${m.export_certificates({}, { locale })}/${row.number}.pdf`, bytes: pdf });
	}
	return entries;
}

const text = (name: string, words: string): ArchiveEntry => ({ name, bytes: new TextEncoder().encode(words) });
