import { beforeAll, expect, test } from 'vitest';
import { archiveSpace, changeSpace, createSpace, moveSpace, spaceList } from '#conversation/server/spaces.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import { startThread } from '#conversation/server/threads.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from '../../../tests/cast.ts';
import { community, company } from '../../../tests/company.ts';
import { cohortWorld } from '../../../tests/world.ts';

const now = new Date('2026-10-05T08:00:00Z');
let manager: Viewer;
let communityId: string;
beforeAll(async () => {
	manager = await person('manfred');
	communityId = await community(await company(), { manager, at: now });
});
const order = async () => (await does(manager, now, talkPage, { communityId })).spaces.map(({ slug }) => slug);

test('a space is opened after the others, renamed without moving house, and put where it belongs', async () => {
	const { spaceId } = await does(manager, now, createSpace, { communityId, name: 'Lack & Farbe' });
	expect(await order()).toEqual(['neues', 'fragen', 'austausch', 'lack-farbe']);
	await does(manager, now, changeSpace, {
		communityId,
		spaceId,
		name: 'Oberfläche',
		description: 'Lack, Pulver, Eloxal',
	});
	const { spaces } = await does(manager, now, spaceList, { communityId });
	expect(spaces.find(({ id }) => id === spaceId)).toMatchObject({ slug: 'lack-farbe', name: 'Oberfläche' });
	for (const _ of [1, 2, 3]) await does(manager, now, moveSpace, { communityId, spaceId, to: 'earlier' });
	expect(await does(manager, now, moveSpace, { communityId, spaceId, to: 'earlier' })).toEqual({ moved: false });
	expect(await order()).toEqual(['lack-farbe', 'neues', 'fragen', 'austausch']);
	await expect(does(manager, now, createSpace, { communityId, name: 'oberfläche' })).rejects.toMatchObject({
		code: 'space_name_taken',
		field: 'name',
	});
});

test('two who open spaces at once get both, each with its own address', async () => {
	const open = (name: string) => does(manager, now, createSpace, { communityId, name });
	const made = await Promise.all([open('Montage'), open('Montage!'), open('Montage?')]);
	expect(new Set(made.map(({ slug }) => slug))).toEqual(new Set(['montage', 'montage-2', 'montage-3']));
});

test('a closed space can be read and not written in, until it is opened again', async () => {
	const { spaces } = await does(manager, now, spaceList, { communityId });
	const spaceId = spaces.find(({ slug }) => slug === 'austausch')?.id;
	const words = { spaceId, title: 'Mittagessen', body: 'Was gibt es?' };
	await does(manager, now, startThread, words);
	await does(manager, now, archiveSpace, { communityId, spaceId });
	expect(await order()).not.toContain('austausch');
	await expect(does(manager, now, startThread, words)).rejects.toMatchObject({ code: 'space_archived' });
	const closed = await does(manager, now, talkPage, { communityId, space: 'austausch' });
	expect([closed.threads.length, closed.space?.archivedAt]).toEqual([1, now]);
	await does(manager, now, archiveSpace, { communityId, spaceId, archived: false });
	expect((await order()).at(-1)).toBe('austausch');
});

test('a course keeps the spaces it counts on, but a companion may order them', async () => {
	const { clara, spaces, communityId: cohort, learners } = await cohortWorld({ learners: 1 });
	const at = { communityId: cohort, spaceId: spaces['ergebnisse'] };
	await does(clara, now, moveSpace, { ...at, to: 'earlier' });
	await expect(does(clara, now, archiveSpace, at)).rejects.toMatchObject({ code: 'space_of_course' });
	await expect(does(learners[0] ?? null, now, moveSpace, { ...at, to: 'later' })).rejects.toMatchObject({
		status: 403,
	});
	const elsewhere = { communityId, spaceId: spaces['fragen'], to: 'later' };
	await expect(does(manager, now, moveSpace, elsewhere)).rejects.toMatchObject({ status: 404 });
});
