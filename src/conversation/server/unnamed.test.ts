import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forgetMarks } from '#conversation/server/forget-marks.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { askUnnamed, markUnnamedSeen, withdrawUnnamed } from '#conversation/server/unnamed-asking.ts';
import { answerUnnamed, closeUnnamed, publishUnnamed, unnamedDesk } from '#conversation/server/unnamed-desk.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';
import { database } from '#platform/server/database.ts';
import { call } from '#platform/server/verb.ts';
import type { Viewer } from '#platform/viewer.ts';
import { as, does } from '../../../tests/cast.ts';
import { cohortWorld, type World } from '../../../tests/world.ts';

const now = new Date('2026-09-24T10:20:31Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
let world: World;
let lea: Viewer;
let ben: Viewer;
beforeAll(async () => {
	world = await cohortWorld({ learners: 3 });
	[lea, ben] = world.learners as [Viewer, Viewer];
});

const asks = async (viewer: Viewer, body: string, over: object = {}, at = now) =>
	(await does(viewer, at, askUnnamed, { communityId: world.communityId, questionId: randomUUID(), body, ...over }))
		.questionId;
const own = (viewer: Viewer, at = later(90)) => does(viewer, at, ownUnnamed, { communityId: world.communityId });
const desk = (viewer: Viewer, at = later(90)) => does(viewer, at, unnamedDesk, { communityId: world.communityId });
const bodies = async (viewer: Viewer) => (await own(viewer)).questions.map(({ html }) => html);
const forget = () => database.deleteFrom('unnamedQuestion').execute();

test('a learner asks, a companion answers, and only the one who asked finds the answer on the own page', async () => {
	const questionId = await asks(lea, 'Ich komme nicht hinterher. Was lasse ich weg?');
	expect((await desk(world.clara)).waiting.map(({ html }) => html)).toEqual([
		'<p>Ich komme nicht hinterher. Was lasse ich weg?</p>',
	]);
	expect(await own(lea)).toMatchObject({ fresh: 0, people: 3, mayAsk: true, companions: ['Carl', 'Clara'] });
	await does(world.clara, later(1), answerUnnamed, { questionId, answer: 'Die Kür. **Nicht** die Pause.' });
	expect(await own(lea)).toMatchObject({ fresh: 1, questions: [{ answeredByName: 'Clara', fresh: true }] });
	await does(lea, later(2), markUnnamedSeen, { communityId: world.communityId });
	expect((await own(lea)).fresh).toBe(0);
	expect((await own(ben)).questions).toEqual([]);
	await expect(
		does(world.carl, later(2), answerUnnamed, { questionId, answer: 'Noch eine Antwort.' }),
	).rejects.toMatchObject({ code: 'unnamed_settled' });
	await expect(desk(world.olga)).rejects.toMatchObject({ status: 403 });
	await forget();
});

test('nothing that is stored by asking names who asked, or when to the minute', async () => {
	const tables = async () => {
		const { rows } = await sql<{ name: string }>`select relname as name from pg_class c
			join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'graphile_worker') and relkind = 'r'`.execute(
			database,
		);
		return rows.map(({ name }) => name);
	};
	const mentions = async () => {
		const found: Record<string, number> = {};
		for (const table of await tables()) {
			const schema = table.startsWith('_private') ? 'graphile_worker' : 'public';
			const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.id(schema, table)} t
				where to_jsonb(t)::text like ${`%${lea.userId}%`}`.execute(database);
			found[table] = rows[0]?.n ?? 0;
		}
		return found;
	};
	const before = await mentions();
	await call(askUnnamed, as(lea, now, 'a-key-of-a-form'), {
		communityId: world.communityId,
		questionId: randomUUID(),
		body: 'Wem sage ich, dass ich überfordert bin?',
	});
	expect(await mentions()).toEqual(before);
	const [row] = await database.selectFrom('unnamedQuestion').selectAll().execute();
	expect(row?.askedAt).toEqual(new Date('2026-09-24T10:00:00Z'));
	const activity = await database
		.selectFrom('activity')
		.select(['actorId', 'at', 'data'])
		.where('kind', '=', 'unnamed_question_asked')
		.execute();
	expect(activity.at(-1)).toEqual({ actorId: null, at: new Date('2026-09-24T10:00:00Z'), data: {} });
	await forget();
});

test('two questions of one person look like those of two', async () => {
	await asks(lea, 'Die erste meiner Fragen.');
	await asks(lea, 'Die zweite meiner Fragen.');
	const rows = await database.selectFrom('unnamedQuestion').select('mark').execute();
	expect(new Set(rows.map(({ mark }) => mark.toString('hex'))).size).toBe(2);
	const seen = JSON.stringify(await desk(world.clara));
	for (const { mark } of rows) expect(seen).not.toContain(mark.toString('hex'));
	expect(seen).not.toContain('mark');
	await forget();
});

test('sent twice it is asked once, and three a day are enough', async () => {
	const questionId = randomUUID();
	const same = { questionId };
	await Promise.all([asks(lea, 'Doppelt geklickt?', same), asks(lea, 'Doppelt geklickt?', same)]);
	const many = await Promise.allSettled([1, 2, 3, 4].map((number) => asks(lea, `Noch eine Frage: ${number}`)));
	expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
	await expect(asks(lea, 'Und noch eine?')).rejects.toMatchObject({ code: 'unnamed_too_many', status: 429 });
	await asks(ben, 'Ich habe noch keine gestellt.');
	await asks(lea, 'Am nächsten Tag geht es wieder.', {}, later(25));
	expect(await bodies(lea)).toHaveLength(4);
	await expect(asks(ben, 'Fremde Kennung.', same)).rejects.toMatchObject({ code: 'not_found' });
	await forget();
});

test('what is taken back is gone with its answer, and makes no room for more on the same day', async () => {
	const questionId = await asks(lea, 'Doch lieber nicht fragen?');
	await does(world.clara, now, answerUnnamed, { questionId, answer: 'Fragen Sie ruhig.' });
	await expect(does(ben, now, withdrawUnnamed, { questionId })).rejects.toMatchObject({ code: 'not_found' });
	await does(lea, now, withdrawUnnamed, { questionId });
	expect(await bodies(lea)).toEqual([]);
	expect(await desk(world.clara)).toMatchObject({ waiting: [], done: [] });
	const [row] = await database.selectFrom('unnamedQuestion').select(['body', 'answer']).execute();
	expect(row).toEqual({ body: '', answer: null });
	await asks(lea, 'Die zweite an diesem Tag.');
	await asks(lea, 'Die dritte an diesem Tag.');
	await expect(asks(lea, 'Die vierte an diesem Tag.')).rejects.toMatchObject({ status: 429 });
	await asks(lea, 'Einen Tag danach.', {}, later(25));
	expect(await database.selectFrom('unnamedQuestion').select('id').execute()).toHaveLength(3);
	await forget();
});

test('a companion publishes only what may be published, and nobody is called by it', async () => {
	const kept = await asks(lea, 'Das bitte nur für mich.');
	const open = await asks(lea, `Wie rede ich mit @${ben.name}?`, { mayPublish: 'yes' });
	const publish = (questionId: string) =>
		does(world.clara, later(2), publishUnnamed, {
			questionId,
			spaceId: world.spaces['fragen'],
			title: 'Unter vier Augen',
		});
	await expect(publish(open)).rejects.toMatchObject({ code: 'unnamed_unanswered' });
	for (const questionId of [kept, open])
		await does(world.clara, later(1), answerUnnamed, { questionId, answer: 'Freundlich und direkt.' });
	await expect(publish(kept)).rejects.toMatchObject({ code: 'unnamed_not_for_all' });
	const { threadId } = await publish(open);
	await expect(publish(open)).rejects.toMatchObject({ code: 'unnamed_published' });
	const { thread, posts } = await does(ben, later(3), threadPage, { threadId });
	expect([thread.kind, thread.authorName]).toEqual(['article', 'Clara']);
	expect(posts[0]?.body).toBe(
		`Jemand aus dieser Community hat die Lernbegleitung gefragt:\n\n> Wie rede ich mit ${ben.name}?\n\nFreundlich und direkt.`,
	);
	expect(await database.selectFrom('mention').selectAll().execute()).toEqual([]);
	expect((await own(lea)).questions.find(({ id }) => id === open)?.threadId).toBe(threadId);
	await does(lea, later(4), withdrawUnnamed, { questionId: open });
	await forget();
});

test('what is no question is closed with a reason for whoever asked', async () => {
	const questionId = await asks(lea, 'Ihr seid alle unfähig!!');
	await does(world.carl, now, closeUnnamed, { questionId, reason: 'Fragen beantworten wir gern, so nicht.' });
	expect((await own(lea)).questions[0]).toMatchObject({
		answer: null,
		fresh: true,
		closeReason: expect.stringContaining('so nicht'),
	});
	await forget();
});

test('companions do not ask themselves, and where there are none nobody is asked', async () => {
	await expect(asks(world.clara, 'Frage ich mich selbst?')).rejects.toMatchObject({ code: 'unnamed_by_companion' });
	const other = await cohortWorld({ learners: 1 });
	await database
		.deleteFrom('membership')
		.where('communityId', '=', other.communityId)
		.where('role', '=', 'companion')
		.execute();
	const [only] = other.learners;
	const question = { communityId: other.communityId, questionId: randomUUID(), body: 'Ist hier jemand?' };
	await expect(does(only ?? null, now, askUnnamed, question)).rejects.toMatchObject({ code: 'unnamed_nobody_there' });
});

test('the own questions go with the person, and nobody else’s', async () => {
	await asks(lea, 'Was wird aus dieser Frage?');
	await asks(ben, 'Und was aus meiner?');
	await forgetMarks(database, lea.userId);
	const left = await database.selectFrom('unnamedQuestion').select('body').execute();
	expect(left.map(({ body }) => body)).toEqual(['Und was aus meiner?']);
	await forget();
});
