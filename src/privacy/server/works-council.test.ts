import { beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverActivity } from '#notifications/server/deliver.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import {
	askWorksCouncilOff,
	confirmWorksCouncilOff,
	turnOnWorksCouncilMode,
	withdrawWorksCouncilOff,
} from '#privacy/server/works-council.ts';
import { worksCouncilPage, worksCouncils } from '#privacy/server/works-council-page.ts';
import { does, person } from '../../../tests/cast.ts';
import { after, courseWorld } from '../../../tests/learning.ts';
import type { World } from '../../../tests/world.ts';

const now = after(3, 1);
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const reason = 'Betriebsvereinbarung vom 1. September';
let world: World;
let ada: Viewer;
let bert: Viewer;
let organisationId: string;
beforeAll(async () => {
	world = await courseWorld(2);
	({ organisationId } = world);
	[ada, bert] = [await person('ada', { administrator: true }), await person('bert', { administrator: true })];
});
beforeEach(async () => {
	await database.deleteFrom('worksCouncilChange').execute();
	await database.updateTable('organisation').set({ worksCouncilMode: true }).execute();
});
const isOn = async () => (await does(ada, now, worksCouncilPage, { organisationId })).organisation.on;
const ask = (viewer: Viewer, at = now) => does(viewer, at, askWorksCouncilOff, { organisationId, reason });
const confirm = (viewer: Viewer, changeId: string, at = now) =>
	does(viewer, at, confirmWorksCouncilOff, { organisationId, changeId });
/** Who is told what, of everything that has happened. */
async function told(kind: string): Promise<string[]> {
	for (const { id } of await database.selectFrom('activity').select('id').execute())
		await deliverActivity({ activityId: id });
	const rows = await database
		.selectFrom('notification as n')
		.innerJoin('user as u', 'u.id', 'n.userId')
		.select('u.name')
		.where('n.kind', '=', kind)
		.orderBy('u.name')
		.execute();
	await database.deleteFrom('notification').execute();
	await database.deleteFrom('activity').execute();
	return rows.map(({ name }) => name);
}

test('one administrator turns it on, at once; whom it concerns is told', async () => {
	await database.updateTable('organisation').set({ worksCouncilMode: false }).execute();
	await told('');
	const twice = [ada, bert].map((viewer) => does(viewer, now, turnOnWorksCouncilMode, { organisationId, reason }));
	await Promise.all(twice);
	expect(await isOn()).toBe(true);
	const { history } = await does(ada, now, worksCouncilPage, { organisationId });
	expect(history).toMatchObject([{ turned: 'on', reason }]);
	const heard = await told('works_council_on');
	expect(heard).toEqual(expect.arrayContaining([...world.learners, world.clara, world.olga].map(({ name }) => name)));
	expect(new Set(heard).size).toBe(heard.length);
});

test('turning it off takes two different people, and is logged and told', async () => {
	await told('');
	const { changeId, expiresAt } = await ask(ada);
	expect(expiresAt).toEqual(days(7));
	expect(await isOn()).toBe(true);
	expect(await told('works_council_off_asked')).toEqual(expect.arrayContaining([bert.name, world.olga.name]));
	await expect(confirm(ada, changeId)).rejects.toMatchObject({ code: 'works_council_second_person' });
	expect(await isOn()).toBe(true);
	expect(await confirm(bert, changeId)).toEqual({ on: false });
	expect(await isOn()).toBe(false);
	expect(await told('works_council_off')).toEqual(expect.arrayContaining(world.learners.map(({ name }) => name)));
	const log = await database
		.selectFrom('audit')
		.select(['action', 'actorId'])
		.where('subjectId', '=', organisationId)
		.where('action', 'like', 'works_council_off%')
		.orderBy('id')
		.execute();
	expect(log).toEqual([
		{ action: 'works_council_off_asked', actorId: ada.userId },
		{ action: 'works_council_off', actorId: bert.userId },
	]);
});

test('an organiser of the organisation can be the second person, and none of another', async () => {
	const other = await courseWorld(1);
	const { changeId } = await ask(ada);
	await expect(confirm(other.olga, changeId)).rejects.toMatchObject({ status: 404 });
	await expect(
		does(other.olga, now, confirmWorksCouncilOff, { organisationId: other.organisationId, changeId }),
	).rejects.toMatchObject({ code: 'works_council_not_waiting' });
	await expect(ask(world.olga)).rejects.toMatchObject({ status: 403 });
	await confirm(world.olga, changeId);
	expect(await isOn()).toBe(false);
});

test('asked by two at once it waits once, and confirmed by two at once it is turned off once', async () => {
	const [one, two] = await Promise.all([ask(ada), ask(bert)]);
	expect(one).toEqual(two);
	const dirk = await person('dirk', { administrator: true });
	const answers = await Promise.allSettled([confirm(world.olga, one.changeId), confirm(dirk, one.changeId)]);
	expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
	expect(await isOn()).toBe(false);
});

test('after seven days it has come to nothing, and is asked anew', async () => {
	const { changeId } = await ask(ada);
	expect((await does(bert, days(6.9), worksCouncilPage, { organisationId })).waits).toMatchObject({ id: changeId });
	await expect(confirm(bert, changeId, days(7))).rejects.toMatchObject({ code: 'works_council_not_waiting' });
	const { waits, history } = await does(bert, days(7), worksCouncilPage, { organisationId });
	expect([waits, history.length]).toEqual([null, 1]);
	const again = await ask(bert, days(8));
	expect(again.changeId).not.toBe(changeId);
	await expect(confirm(bert, again.changeId, days(8))).rejects.toMatchObject({ code: 'works_council_second_person' });
	expect(await isOn()).toBe(true);
});

test('it is taken back by whoever asked, or declined by whoever could agree', async () => {
	const first = await ask(ada);
	expect(await does(ada, now, withdrawWorksCouncilOff, { organisationId })).toEqual({ withdrawn: true });
	await expect(confirm(bert, first.changeId)).rejects.toMatchObject({ code: 'works_council_not_waiting' });
	await told('');
	const second = await ask(ada);
	await does(world.olga, now, withdrawWorksCouncilOff, { organisationId });
	expect(await told('works_council_off_withdrawn')).toEqual([ada.name]);
	await expect(confirm(bert, second.changeId)).rejects.toMatchObject({ code: 'works_council_not_waiting' });
	expect(await does(bert, now, withdrawWorksCouncilOff, { organisationId })).toEqual({ withdrawn: false });
});

test('whoever asked must be an administrator still when it is confirmed', async () => {
	const dora = await person('dora', { administrator: true });
	const { changeId } = await ask(dora);
	await database.updateTable('user').set({ administrator: false }).where('id', '=', dora.userId).execute();
	await expect(confirm(bert, changeId)).rejects.toMatchObject({ code: 'works_council_asker_gone' });
	expect(await isOn()).toBe(true);
});

test('administrators see where it is in force and where something waits', async () => {
	await ask(ada);
	const { organisations } = await does(bert, now, worksCouncils, {});
	expect(organisations.find(({ id }) => id === organisationId)).toMatchObject({ on: true, asked: true });
});
