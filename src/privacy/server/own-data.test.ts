import { randomUUID } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { castBallot, startPoll } from '#conversation/server/polls.ts';
import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { askUnnamed } from '#conversation/server/unnamed-asking.ts';
import { createToken } from '#identity/server/tokens.ts';
import { uploadFile } from '#identity/server/uploads.ts';
import { learnerRecord } from '#course/server/records.ts';
import { database } from '#platform/server/database.ts';
import { audit } from '#platform/server/audit.ts';
import type { Viewer } from '#platform/viewer.ts';
import { collectData } from '#privacy/server/collect-data.ts';
import { ownRowsIn } from '#privacy/server/own-rows.ts';
import { endExports, fetchMyData, myData, requestMyData } from '#privacy/server/own-data.ts';
import { does } from '../../../tests/cast.ts';
import { after, courseWorld, learnerOf } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

const now = after(2, 1);
const python = spawnSync('python3', ['--version']).status === 0;
let world: World;
let anna: Viewer;
let ben: Viewer;
beforeAll(async () => {
	world = await courseWorld(2);
	[anna, ben] = [learnerOf(world, 0), learnerOf(world, 1)];
	const { fileId } = await does(anna, now, uploadFile, {
		name: 'Notiz.txt',
		content: btoa('Hallo'),
		mediaType: 'text/plain',
	});
	const { threadId } = await does(ben, now, startThread, {
		spaceId: world.spaces['marktplatz'],
		title: 'Wer hilft mit?',
		body: 'Ein Satz von Ben allein.',
	});
	await does(anna, now, postReply, { threadId, body: 'Ich helfe gern mit.', fileIds: [fileId] });
	await does(anna, now, createToken, { name: 'Skript', scopes: ['course:read'] });
	await votes('Wann üben wir?');
	await does(anna, now, askUnnamed, {
		communityId: world.communityId,
		questionId: randomUUID(),
		body: 'Wem sage ich, dass es mir zu viel wird?',
	});
	await does(world.clara, now, learnerRecord, { communityId: world.communityId, userId: anna.userId });
}, 60_000);

async function votes(title: string): Promise<void> {
	const asked = { spaceId: world.spaces['marktplatz'], title, body: 'Eine Stunde.', options: ['Morgens', 'Abends'] };
	const { threadId } = await does(ben, now, startPoll, asked);
	const { poll } = await does(anna, now, threadPage, { threadId });
	await does(anna, now, castBallot, { threadId, optionIds: [poll?.options[1]?.id] });
}

/** Files of an archive by their names. */
function contentsOf(zip: Uint8Array): Record<string, string> {
	const folder = mkdtempSync(join(tmpdir(), 'allmende-data-'));
	writeFileSync(join(folder, 'a.zip'), zip);
	const program = `import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))`;
	const said = execFileSync('python3', ['-c', program, join(folder, 'a.zip')], { maxBuffer: 1e8 });
	rmSync(folder, { recursive: true });
	const found: unknown = JSON.parse(String(said));
	return Object.fromEntries(Object.entries(Object(found)).map(([name, text]) => [name, String(text)]));
}
let exportId: string;
let contents: Record<string, string>;

test.skipIf(!python)('an archive is asked for once at a time and made by a job', async () => {
	const [one, two] = await Promise.all([does(anna, now, requestMyData, {}), does(anna, now, requestMyData, {})]);
	expect(one).toEqual(two);
	({ exportId } = one);
	await expect(does(anna, now, fetchMyData, { exportId })).rejects.toMatchObject({ code: 'export_not_ready' });
	await collectData({ exportId }, now);
	// done again, as after a lost connection, it changes nothing
	await collectData({ exportId }, after(2, 5));
	const [archive] = (await does(anna, now, myData, {})).archives;
	expect(archive).toMatchObject({ finishedAt: now, expiresAt: after(2, 25) });
	expect(archive?.partsDone).toBe(archive?.parts);
	const response = await does(anna, now, fetchMyData, { exportId });
	contents = contentsOf(new Uint8Array(await response.arrayBuffer()));
});

test.skipIf(!python)('it holds what is about oneself, readable by itself, with the files', () => {
	expect(contents['files/1-Notiz.txt']).toBe('Hallo');
	expect(contents['LIESMICH.md']).toContain('`conversation/post.json`: eine Zeile');
	const rows = (name: string): unknown => JSON.parse(contents[name] ?? 'null');
	expect(rows('account/user.json')).toMatchObject([{ name: anna.name, email: anna.email }]);
	expect(rows('conversation/post.json')).toMatchObject([
		{ body: 'Ich helfe gern mit.', thread_title: 'Wer hilft mit?', author_id: anna.userId },
	]);
	expect(rows('membership/membership.json')).toMatchObject([{ role: 'member', community: 'Kohorte 1' }]);
	expect(rows('access/record_access.json')).toMatchObject([{ viewer: world.clara.name, purpose: 'course_record' }]);
	expect(rows('account/access_token.json')).toMatchObject([{ name: 'Skript' }]);
	expect(rows('conversation/ballot.json')).toMatchObject([{ thread_title: 'Wann üben wir?', chose: ['Abends'] }]);
});

test.skipIf(!python)('it holds no secrets, and nothing about anybody else', () => {
	const whole = Object.values(contents).join('\n');
	expect(whole).not.toContain('"digest"');
	expect(whole).not.toContain('Ein Satz von Ben allein.');
	// it would lie at the server with its person
	expect(whole).not.toContain('zu viel wird');
	for (const other of [ben, world.clara, world.olga]) {
		expect(whole).not.toContain(other.userId);
		expect(whole).not.toContain(other.email);
	}
});

test.skipIf(!python)('only the person fetches it, and only for a day', async () => {
	await expect(does(ben, now, fetchMyData, { exportId })).rejects.toMatchObject({ status: 404 });
	await expect(does(anna, after(2, 25), fetchMyData, { exportId })).rejects.toMatchObject({ code: 'export_over' });
	await endExports(after(2, 25));
	expect(await database.selectFrom('dataExport').select('id').execute()).toEqual([]);
	// its content is left to the tidying of the store
	const left = await database.selectFrom('file').select('name').where('removedAt', 'is not', null).execute();
	expect(left).toEqual([{ name: 'removed' }]);
});

test('what somebody did in an office is in it, and not what it says about others', async () => {
	const decided = { action: 'exception_decided', actorId: world.olga.userId, subjectId: anna.userId };
	await audit(database, { ...decided, detail: { reason: 'Anna war krank.' } });
	const log = (userId: string) => ownRowsIn(database, userId, { table: 'audit', columns: ['actor_id'] });
	const own = (await log(world.olga.userId)).find(({ action }) => action === decided.action);
	expect(own).toMatchObject({ actor_id: world.olga.userId, action: 'exception_decided' });
	expect(JSON.stringify(own)).not.toMatch(new RegExp(`Anna|${anna.userId}`));
	const about = (await log(anna.userId)).find(({ action }) => action === decided.action);
	expect(about).toMatchObject({ subject_id: anna.userId, detail: { reason: 'Anna war krank.' } });
	expect(about).not.toHaveProperty('actor_id');
});
