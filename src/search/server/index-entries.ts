import { setTimeout as wait } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { coursePackageSchema, type CoursePackage } from '#course/package/model.ts';
import { authoredText, plainText } from '#platform/markdown.ts';
import { database } from '#platform/server/database.ts';
import { whileHearing } from '#platform/server/hearing.ts';
import type { DB } from '#platform/server/schema.ts';
import { transaction } from '#platform/server/transaction.ts';
import type { Locale } from '#platform/viewer.ts';
import { partsIn } from '#search/query.ts';

type Entry = {
	kind: 'thread' | 'post' | 'lesson' | 'term' | 'template' | 'document' | 'minutes';
	ref: string;
	/** The post by which it is decided who may read it. */
	postId?: string;
	place?: string;
	unitNumber?: number | null;
	locale?: Locale | null;
	title: string;
	body: string;
};
type Pending = { kind: 'thread' | 'post' | 'course' | 'minutes'; ref: string };

/** How much is indexed within one transaction. */
const batch = 100;

/** Indexes whatever has changed since the last time; what changes meanwhile is noted anew and comes with the next job. */
export async function indexSearch(): Promise<void> {
	for (let done = batch; done === batch;)
		done = await transaction(async (trx) => {
			const { rows } = await sql<Pending>`
				delete from search_pending where (kind, ref) in
					(select kind, ref from search_pending limit ${batch} for update skip locked)
				returning kind, ref`.execute(trx);
			for (const pending of rows) await indexOne(trx, pending);
			return rows.length;
		});
}

/** Milliseconds for which the index leaves the way to those who hear of what is new and ask for it. */
const pause = 300;
let waiting = false;

/** Job: indexes a moment later. Who comes while another waits is done with that one, whose work includes it. */
export async function indexSoon(): Promise<void> {
	if (waiting) return;
	waiting = true;
	await wait(pause);
	waiting = false;
	await indexSearch();
}

/** Indexes what this process hears of. Answers what ends it. */
export const indexWhatIsHeard = (): (() => Promise<void>) => whileHearing(['thread'], indexSoon);

/** Has everything indexed anew, as after a change of how texts are taken apart. */
export async function indexEverything(): Promise<void> {
	await sql`
		insert into search_pending (kind, ref)
			select 'thread', id from thread union all select 'post', id from post where not opening
			union all select 'course', id from course_version
			union all select 'minutes', id from meeting where minutes <> ''
		on conflict do nothing`.execute(database);
	await indexSearch();
}

async function indexOne(trx: Kysely<DB>, { kind, ref }: Pending): Promise<void> {
	const [entries] = await Promise.all([
		entriesOf(trx, kind, ref),
		trx.deleteFrom('searchEntry').where('ref', '=', ref).execute(),
	]);
	await Promise.all(entries.map((entry) => write(trx, entry)));
}

async function entriesOf(trx: Kysely<DB>, kind: Pending['kind'], ref: string): Promise<Entry[]> {
	if (kind === 'course') {
		const version = await trx.selectFrom('courseVersion').select('content').where('id', '=', ref).executeTakeFirst();
		const read = coursePackageSchema.safeParse(version?.content);
		return read.success ? courseEntries(ref, read.data) : [];
	}
	if (kind === 'minutes') {
		const meeting = await trx
			.selectFrom('meeting')
			.select(['kind', 'number', 'title', 'minutes'])
			.where('id', '=', ref)
			.where('minutes', '<>', '')
			.executeTakeFirst();
		if (!meeting) return [];
		const place = `${meeting.kind.replace('_', '-')}/${meeting.number}`;
		return [{ kind, ref, place, title: meeting.title, body: plainText(meeting.minutes) }];
	}
	const post = await trx
		.selectFrom('post as p')
		.innerJoin('thread as t', 't.id', 'p.threadId')
		.select(['p.id', 't.title', 'p.body'])
		.where(kind === 'thread' ? 't.id' : 'p.id', '=', ref)
		.$if(kind === 'thread', (query) => query.where('p.opening', '=', true))
		.executeTakeFirst();
	if (!post) return [];
	const files = await trx
		.selectFrom('postFile as a')
		.innerJoin('file as f', 'f.id', 'a.fileId')
		.select(['f.id', 'f.name'])
		.where('a.postId', '=', post.id)
		.where('f.removedAt', 'is', null)
		.execute();
	return [
		{ kind, ref, postId: post.id, title: kind === 'thread' ? post.title : '', body: plainText(post.body) },
		...files.map((file): Entry => ({
			kind: 'document',
			ref,
			postId: post.id,
			place: file.id,
			title: file.name,
			body: '',
		})),
	];
}

function courseEntries(ref: string, course: CoursePackage): Entry[] {
	return (['de', 'en'] as const).flatMap((locale): Entry[] => [
		...course.units.flatMap(({ number, topics }) =>
			topics.map((topic): Entry => ({
				kind: 'lesson',
				ref,
				place: `${number}/${topic.id}/${locale}`,
				unitNumber: number,
				locale,
				title: topic.title[locale],
				body: authoredText(topic.body[locale]),
			})),
		),
		...course.glossary.map((term): Entry => ({
			kind: 'term',
			ref,
			place: `${term.id}/${locale}`,
			locale,
			title: term.term[locale],
			body: authoredText(term.definition[locale]),
		})),
		...course.templates.map((template): Entry => ({
			kind: 'template',
			ref,
			place: `${template.id}/${locale}`,
			locale,
			title: template.title[locale],
			body: authoredText(template.body[locale]),
		})),
	]);
}

/**
 * A text of unknown language is stemmed as German and as English; a title counts more than what stands below it, and the
 * parts of compounds count as their wholes do.
 */
async function write(trx: Kysely<DB>, entry: Entry): Promise<void> {
	const { title, body, locale = null } = entry;
	// a file's name is words that signs join: prüfungsordnung_2026.pdf
	const named = entry.kind === 'document' ? title.replaceAll(/[^\p{L}\p{N}]+/gu, ' ') : title;
	const titles = `${title} ${named} ${partsIn(named)}`;
	const texts = `${body} ${partsIn(body)}`;
	const stemmed = (text: string, weight: 'A' | 'C') =>
		locale
			? sql`setweight(to_tsvector(${locale === 'de' ? 'german' : 'english'}::regconfig, ${text}), ${weight}::"char")`
			: sql`setweight(to_tsvector('german', ${text}) || to_tsvector('english', ${text}), ${weight}::"char")`;
	await trx
		.insertInto('searchEntry')
		.values({
			kind: entry.kind,
			ref: entry.ref,
			postId: entry.postId ?? null,
			place: entry.place ?? '',
			unitNumber: entry.unitNumber ?? null,
			locale,
			title,
			body,
			words: sql`${stemmed(titles, 'A')} || ${stemmed(texts, 'C')}`,
		})
		.execute();
}
