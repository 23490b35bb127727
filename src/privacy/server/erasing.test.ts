import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { addressOfPost, quotation } from '#conversation/quote.ts';
import { flagPost } from '#conversation/server/flags.ts';
import { saveDraft } from '#conversation/server/drafts.ts';
import { deletePost, editPost, postReply, restorePost } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { askUnnamed } from '#conversation/server/unnamed-asking.ts';
import { personPage, setPicture } from '#identity/server/profile.ts';
import { createToken } from '#identity/server/tokens.ts';
import { viewerOfPerson } from '#identity/server/viewers.ts';
import { uploadFile } from '#identity/server/uploads.ts';
import { indexSearch } from '#search/server/index-entries.ts';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { call } from '#platform/server/verb.ts';
import { kept } from '#privacy/kept.ts';
import { eraseDue } from '#privacy/server/erase.ts';
import { erasurePage, requestErasure, withdrawErasure } from '#privacy/server/erasure.ts';
import { forgetExpired } from '#privacy/server/forget.ts';
import sharp from 'sharp';
import { as, does } from '../../../tests/cast.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

const asked = after(2, 10);
const due = after(2, 10 + 7 * 24);
let world: World;
let anna: Viewer;
let ben: Viewer;
let threadId: string;
let posts: { own: string; deleted: string; bens: string; quote: string };

/** A learner with something in every place, and a name that occurs nowhere by chance. */
beforeAll(async () => {
	world = await courseWorld(4);
	[anna, ben] = [learnerOf(world, 0), learnerOf(world, 1)];
	await database
		.updateTable('user')
		.set({ name: 'Annabell Zweigert', email: 'annabell@zweigert.example', bio: 'Zweigert', skills: ['Zuhören'] })
		.where('id', '=', anna.userId)
		.execute();
	anna = (await viewerOfPerson(anna.userId)) ?? anna;
	const at = after(1, 1);
	const said = (viewer: Viewer, body: string, more = {}) =>
		does(viewer, at, postReply, { threadId, body, ...more }).then(({ postId }) => postId);
	const picture = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#468' } })
		.png()
		.toBuffer();
	await does(anna, at, setPicture, { content: picture.toString('base64') });
	const { fileId } = await does(anna, at, uploadFile, {
		name: 'notiz.txt',
		content: btoa('Hallo'),
		mediaType: 'text/plain',
	});
	({ threadId } = await does(anna, at, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer hilft mit?',
		body: 'Ich suche Leute für den Sommer.',
	}));
	posts = {
		own: await said(anna, 'Danke, das hilft mir.', { fileIds: [fileId] }),
		deleted: await said(anna, 'Das nehme ich zurück.'),
		bens: await said(ben, 'Gern, @Annabell Zweigert, und bis bald!'),
		quote: '',
	};
	const href = addressOfPost(world.communityId, threadId, posts.own);
	const passage = quotation({ name: 'Annabell Zweigert', href, passage: 'Danke, das hilft mir.' });
	posts.quote = await said(ben, `${passage}\n\nDas freut mich.`);
	await said(anna, 'Wie schön, dass Sie dabei sind.', { parentId: posts.bens });
	await does(anna, at, editPost, { postId: posts.own, body: 'Danke, das hilft mir sehr.' });
	await does(ben, at, editPost, { postId: posts.bens, body: 'Gern, @Annabell Zweigert, bis bald!' });
	await does(anna, at, deletePost, { postId: posts.deleted });
	await does(anna, at, flagPost, { postId: posts.bens, reason: 'other' });
	await does(anna, at, saveDraft, { place: `reply:${threadId}`, body: { body: 'Noch nicht fertig' } });
	await does(anna, at, createToken, { name: 'Skript', scopes: ['course:read'] });
	await does(anna, at, askUnnamed, {
		communityId: world.communityId,
		questionId: randomUUID(),
		body: 'Wem sage ich, dass ich gehen möchte?',
	});
	const [groupId] = await formed(world, 2, [
		[anna, ben],
		[learnerOf(world, 2), learnerOf(world, 3)],
	]);
	await result(groupId ?? '');
	await database
		.insertInto('timeEntry')
		.values({
			cohortId: world.cohortId,
			userId: anna.userId,
			day: '2026-09-20',
			minutes: 60,
			part: 'units',
			bookedAt: at,
		})
		.execute();
	await database
		.insertInto('eligibility')
		.values({ cohortId: world.cohortId, userId: anna.userId, counts: '{}', eligible: true, frozenAt: at })
		.execute();
	for (const { id } of await database.selectFrom('activity').select('id').execute())
		await deliverActivity({ activityId: id });
	await indexSearch();
}, 120_000);

/** What the group handed in: both are credited. */
async function result(learningGroupId: string): Promise<void> {
	const { id } = await database
		.insertInto('submission')
		.values({
			cohortId: world.cohortId,
			communityId: world.communityId,
			unitNumber: 2,
			kind: 'group',
			learningGroupId,
			courseVersionId: world.courseVersionId,
			handedInAt: after(2, -1),
			createdAt: after(1, 1),
			version: 1,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	await database
		.insertInto('submissionMember')
		.values([anna, ben].map(({ userId }) => ({ submissionId: id, userId, creditedAt: after(2, -1) })))
		.execute();
	await database
		.insertInto('submissionVersion')
		.values({
			submissionId: id,
			version: 1,
			sections: '[]',
			handedInAt: after(2, -1),
			handedInBy: anna.userId,
			late: false,
		})
		.execute();
}

const ask = (input: object = {}) =>
	does(anna, asked, requestErasure, { email: anna.email, understood: true, ...input });
/** Tables in which a text occurs anywhere. */
async function holding(text: string): Promise<string[]> {
	const { rows } = await sql<{ name: string }>`
		select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind = 'r'`.execute(database);
	const found = [];
	for (const { name } of rows) {
		const { rows: hits } =
			await sql`select from ${sql.table(name)} t where t::text ilike ${`%${text}%`} limit 1`.execute(database);
		if (hits.length > 0) found.push(name);
	}
	return found.toSorted();
}

test('the page says what goes, what stays and what is locked', async () => {
	const page = await does(anna, asked, erasurePage, {});
	expect(page.outlook).toMatchObject({ posts: 3, files: 2, drafts: 1, groupResults: 1, enrolled: true });
	expect(page).toMatchObject({ days: 7, duties: [], asked: null, byPassword: false });
});

test('it is asked for by confirming that it is oneself and that it is for good', async () => {
	await expect(ask({ email: 'ben@example.org' })).rejects.toMatchObject({ code: 'address_differs', field: 'email' });
	await expect(ask({ understood: false })).rejects.toMatchObject({ code: 'erasure_understood', field: 'understood' });
	expect((await ask()).dueAt).toEqual(due);
	// asked again it keeps its day
	expect((await does(anna, after(2, 20), requestErasure, { email: anna.email, understood: true })).dueAt).toEqual(due);
});

test('until then it can be taken back, and nothing happens', async () => {
	await eraseDue(new Date(due.getTime() - 1));
	expect(await viewerOfPerson(anna.userId)).not.toBeNull();
	expect(await does(anna, after(2, 30), withdrawErasure, {})).toEqual({ withdrawn: true });
	await eraseDue(after(2, 1000));
	expect(await viewerOfPerson(anna.userId)).not.toBeNull();
	await ask();
	await expect(does(anna, due, withdrawErasure, {})).rejects.toMatchObject({ code: 'erasure_too_late' });
});

test('the last organiser hands the role on first', async () => {
	const { olga } = world;
	expect((await does(olga, asked, erasurePage, {})).duties).toEqual([{ duty: 'last_organiser', what: 'Akademie 0' }]);
	await expect(does(olga, asked, requestErasure, { email: olga.email, understood: true })).rejects.toMatchObject({
		code: 'erasure_duties',
	});
});

test('what breaks off at the last step has erased nothing', async () => {
	await sql`alter table audit add constraint breaks check (action <> 'account_erased')`.execute(database);
	await eraseDue(due);
	expect(await viewerOfPerson(anna.userId)).toMatchObject({ name: 'Annabell Zweigert' });
	expect(await holding('zweigert')).toEqual(expect.arrayContaining(['post_revision', 'search_entry']));
	await sql`alter table audit drop constraint breaks`.execute(database);
});

test('when it is due everything goes at once, by however many sweeps at the same time', async () => {
	await Promise.all([eraseDue(due), eraseDue(due), eraseDue(due)]);
	await eraseDue(due);
	expect(await viewerOfPerson(anna.userId)).toBeNull();
	const done = await database.selectFrom('erasure').select(['userId', 'doneAt']).execute();
	expect(done).toEqual([{ userId: anna.userId, doneAt: due }]);
	const log = await database.selectFrom('audit').selectAll().where('action', '=', 'account_erased').execute();
	expect(log).toMatchObject([{ actorId: null, subjectId: anna.userId, detail: {} }]);
});

test('of what is declared to go nothing is left', async () => {
	const left: string[] = [];
	for (const { tables } of kept)
		for (const [table, columns] of Object.entries(tables))
			for (const [column, fate] of Object.entries(columns)) {
				const open = fate === 'ended' ? sql`and ended_at is null` : sql``;
				if (fate !== 'deleted' && fate !== 'ended') continue;
				const { rows } = await sql`select from ${sql.table(table)} t
					where ${sql.ref(column)} = ${anna.userId} ${open}`.execute(database);
				if (rows.length > 0) left.push(`${table}.${column}`);
			}
	expect(left).toEqual([]);
	expect(await database.selectFrom('unnamedQuestion').select('id').execute()).toEqual([]);
});

test('name and address are nowhere, but with the locked evidence and in the mail that tells of it', async () => {
	expect(await holding('zweigert')).toEqual(['erasure', 'mail']);
	expect(await database.selectFrom('mail').select('kind').where('toAddress', 'like', '%zweigert%').execute()).toEqual([
		{ kind: 'account_erasure_done' },
	]);
	await indexSearch();
	await forgetExpired(new Date(due.getTime() + 8 * 86_400_000));
	expect(await holding('zweigert')).toEqual(['erasure']);
	await database.deleteFrom('eligibility').execute();
	await forgetExpired(new Date(due.getTime() + 8 * 86_400_000));
	expect(await holding('zweigert')).toEqual([]);
});

test('conversations stay readable: words under a former member, in the reader’s language, without face, file or page', async () => {
	const page = await does(ben, due, threadPage, { threadId });
	const of = (id: string) => page.posts.find((post) => post.id === id);
	expect(page.thread.authorName).toBe('Ehemaliges Mitglied');
	expect(of(posts.own)).toMatchObject({
		authorName: 'Ehemaliges Mitglied',
		former: true,
		body: 'Danke, das hilft mir sehr.',
		picture: null,
		files: [],
	});
	expect(of(posts.bens)?.body).toBe('Gern, @Ehemaliges Mitglied, bis bald!');
	expect(of(posts.quote)?.body).toMatch(/^> \*\*\[Ehemaliges Mitglied\]\(\/c\/.*\):\*\* Danke, das hilft mir\.\n/);
	const english = await call(threadPage, { ...as(ben, due), locale: 'en' }, { threadId });
	expect(english.posts.map(({ authorName }) => authorName)).toContain('Former member');
	await expect(does(ben, due, personPage, { userId: anna.userId })).rejects.toMatchObject({ status: 404 });
});

test('what the person had deleted cannot be brought back', async () => {
	await expect(does(world.clara, due, restorePost, { postId: posts.deleted })).rejects.toMatchObject({
		code: 'post_gone',
	});
	expect(await database.selectFrom('postRevision').select('postId').execute()).toEqual([{ postId: posts.bens }]);
});

test('others keep what is theirs: the group its result, its reader the news', async () => {
	const credited = await database
		.selectFrom('submissionMember as m')
		.innerJoin('user as u', 'u.id', 'm.userId')
		.select('u.name')
		.orderBy('u.name')
		.execute();
	expect(credited.map(({ name }) => name)).toEqual(['Ehemaliges Mitglied', ben.name]);
	const news = await database.selectFrom('notification').select('values').where('userId', '=', ben.userId).execute();
	expect(JSON.stringify(news)).toContain('Ehemaliges Mitglied');
});
