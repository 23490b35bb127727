import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createPerson } from '#identity/server/people.ts';
import { setPicture } from '#identity/server/profile.ts';
import { domainNow } from '#platform/server/clock.ts';
import { database } from '#platform/server/database.ts';
import { demoClock, moveDemoClock } from '#demo/server/clock.ts';
import { demoPeople, demoPerson } from '#demo/server/people.ts';
import { demoPortrait } from '#demo/server/portrait.ts';
import { does, person } from '../../../tests/cast.ts';
import { cohortWorld, meetingEnd } from '../../../tests/world.ts';

const now = meetingEnd(2);
/** A white picture. */
const canvas = { width: 40, height: 40, channels: 3 as const, background: 'white' };
const anEmail = (userId: string, email: string) =>
	database.updateTable('user').set({ email }).where('id', '=', userId).execute();

test('one of each kind stands first, and nobody with an address of their own is among them', async () => {
	const world = await cohortWorld({ learners: 3 });
	const [lea, lina] = world.learners;
	if (!lea || !lina) throw new Error('too few learners');
	for (const viewer of [world.clara, world.olga, world.edda, lea, lina])
		await anEmail(viewer.userId, `${viewer.name.toLowerCase()}@allmende.example`);
	const people = await does(null, now, demoPeople, {});
	expect(people.first.map(({ kind, name }) => [kind, name])).toEqual([
		['learner', lea.name],
		['companion', world.clara.name],
		['organiser', world.olga.name],
		['examiner', world.edda.name],
	]);
	expect(people.rest).toMatchObject([{ kind: 'learner', people: [{ userId: lina.userId }] }]);
});

test('a click signs in invented people only', async () => {
	const stranger = await person('stranger');
	await expect(demoPerson(database, stranger.userId)).rejects.toMatchObject({ code: 'not_found' });
	await expect(demoPerson(database, 'no id')).rejects.toMatchObject({ code: 'not_found' });
	const invented = await createPerson(database, {
		name: 'Ina Vent',
		email: 'ina@allmende.example',
		locale: 'de',
		password: null,
	});
	expect(await demoPerson(database, invented)).toBe(invented);
});

test('the face of an invented person is seen before signing in, that of nobody else', async () => {
	const real = await person('real');
	const blank = (await sharp({ create: canvas }).png().toBuffer()).toString('base64');
	await does(real, now, setPicture, { content: blank });
	await expect(does(null, now, demoPortrait, { userId: real.userId })).rejects.toMatchObject({ status: 404 });
	await anEmail(real.userId, 'invented@allmende.example');
	const face = await does(null, now, demoPortrait, { userId: real.userId });
	expect(face.headers.get('content-type')).toBe('image/webp');
});

test('the clock is moved by a step or to a day, and never back', async () => {
	const before = await domainNow();
	await does(null, before, moveDemoClock, { by: 'week' });
	const after = await domainNow();
	expect(Math.round((after.getTime() - before.getTime()) / 3_600_000)).toBeGreaterThanOrEqual(7 * 24 - 1);
	expect((await does(null, after, demoClock, {})).now).toEqual(after);
	await does(null, after, moveDemoClock, { day: '2090-03-01', time: '17:00' });
	expect((await domainNow()).toISOString()).toMatch(/^2090-03-01T16:00/);
	await expect(does(null, after, moveDemoClock, { day: '2090-02-28' })).rejects.toMatchObject({
		code: 'clock_backward',
	});
});

test('in production none of this exists', async () => {
	const invented = await createPerson(database, { name: 'Ina', email: 'i@x.example', locale: 'de', password: null });
	await database.updateTable('instance').set({ kind: 'production', clockOffsetMs: 0 }).execute();
	await expect(does(null, now, demoPeople, {})).rejects.toMatchObject({ status: 404 });
	await expect(does(null, now, moveDemoClock, { by: 'day' })).rejects.toMatchObject({ status: 404 });
	await expect(demoPerson(database, invented)).rejects.toMatchObject({ status: 404 });
});
