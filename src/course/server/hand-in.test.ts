import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { handIn } from '#course/server/hand-in.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission, saveResultSection, saveResult } from '#course/server/submissions.ts';
import { does } from '../../../tests/cast.ts';
import { after, courseWorld, formed, learnerOf } from '../../../tests/learning.ts';
import { meetingEnd, type World } from '../../../tests/world.ts';

let world: World;
let [ann, ben, cem, dia, eva]: Viewer[] = [];
let groups: string[];
const someone = (viewer: Viewer | undefined): Viewer => {
	if (!viewer) throw new Error('nobody');
	return viewer;
};
beforeAll(async () => {
	world = await courseWorld(8);
	[ann, ben, cem, dia, eva] = world.learners;
	groups = await formed(world, 1, [world.learners.slice(0, 4), world.learners.slice(4, 8)]);
	await formed(world, 2, [world.learners.slice(0, 4), world.learners.slice(4, 8)]);
}, 60_000);

const begun = async (viewer: Viewer | undefined, number: number, now: Date, kind = 'group') =>
	(await does(someone(viewer), now, beginSubmission, { communityId: world.communityId, number, kind })).submissionId;
const firstSection = async (submissionId: string) =>
	(await does(someone(ann), after(0, 20), submissionPage, { submissionId })).draft?.[0]?.id ?? '';

test('a result is begun once, whoever of the group begins first', async () => {
	const now = after(0, 1);
	const ids = await Promise.all([ann, ben, cem].map((viewer) => begun(viewer, 1, now)));
	expect(new Set(ids).size).toBe(1);
	expect(await begun(eva, 1, now)).not.toBe(ids[0]);
	await expect(begun(ann, 2, now)).rejects.toMatchObject({ code: 'unit_not_open' });
});

test('saving over somebody’s newer section is refused and both stay readable', async () => {
	const submissionId = await begun(ann, 1, after(0, 2));
	const sectionId = await firstSection(submissionId);
	const save = (viewer: Viewer | undefined, body: string, version: number, hours: number) =>
		does(someone(viewer), after(0, hours), saveResultSection, { submissionId, sectionId, body, version });
	expect(await save(ann, 'Anns Fassung', 0, 3)).toMatchObject({ version: 1 });
	expect(await save(ben, 'Anns Fassung', 0, 3)).toMatchObject({ version: 1 });
	await expect(save(ben, 'Bens Fassung', 0, 4)).rejects.toMatchObject({
		code: 'section_newer',
		values: { name: 'Lea01' },
	});
	expect(await save(ben, 'Anns und Bens Fassung', 1, 5)).toMatchObject({ version: 2 });
	const page = await does(someone(cem), after(0, 6), submissionPage, { submissionId });
	expect(page.draft?.[0]).toMatchObject({ body: 'Anns und Bens Fassung', version: 2, savedBy: 'Lea02' });
});

test('of two who save over the same version at once exactly one is refused', async () => {
	const submissionId = await begun(ann, 1, after(0, 7));
	const page = await does(someone(ann), after(0, 7), submissionPage, { submissionId });
	const section = page.draft?.[1];
	const tries = await Promise.allSettled(
		[ann, ben, cem, dia].map((viewer, n) =>
			does(someone(viewer), after(0, 8), saveResultSection, {
				submissionId,
				sectionId: section?.id,
				body: `Fassung ${n}`,
				version: section?.version,
			}),
		),
	);
	expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('several sections are saved all or none', async () => {
	const submissionId = await begun(eva, 1, after(0, 8));
	const [one, two] = (await does(someone(eva), after(0, 8), submissionPage, { submissionId })).draft ?? [];
	const sections = { [one?.id ?? '']: { body: 'Eins', version: 0 }, [two?.id ?? '']: { body: 'Zwei', version: 7 } };
	await expect(does(someone(eva), after(0, 9), saveResult, { submissionId, sections })).rejects.toMatchObject({
		code: 'section_newer',
		field: `sections.${two?.id}.body`,
	});
	const page = await does(someone(eva), after(0, 9), submissionPage, { submissionId });
	expect(page.draft?.[0]?.body).toBe('');
});

test('a section that its reader left alone stays as somebody else has made it meanwhile', async () => {
	const own = { communityId: world.communityId, number: 1, kind: 'person' };
	const { submissionId } = await does(someone(ann), after(0, 9), beginSubmission, own);
	const [one, two] = (await does(someone(ann), after(0, 9), submissionPage, { submissionId })).draft ?? [];
	const save = (sections: object) => does(someone(ann), after(0, 9), saveResult, { submissionId, sections });
	await save({ [one?.id ?? '']: { body: 'Neuer', version: 0 } });
	await save({
		[one?.id ?? '']: { body: '', version: 0, was: '' },
		[two?.id ?? '']: { body: 'Zwei', version: 0, was: '' },
	});
	const page = await does(someone(ann), after(0, 9), submissionPage, { submissionId });
	expect(page.draft?.slice(0, 2).map(({ body }) => body)).toEqual(['Neuer', 'Zwei']);
});

test('nobody outside of the group sees or changes a draft', async () => {
	const submissionId = await begun(ann, 1, after(0, 9));
	const sectionId = await firstSection(submissionId);
	await expect(does(someone(eva), after(0, 9), submissionPage, { submissionId })).rejects.toMatchObject({
		status: 404,
	});
	for (const viewer of [eva, world.clara])
		await expect(
			does(someone(viewer), after(0, 9), saveResultSection, { submissionId, sectionId, body: 'Fremd', version: 2 }),
		).rejects.toMatchObject({ status: 403 });
	const read = await does(world.clara, after(0, 9), submissionPage, { submissionId });
	expect(read.draft?.[0]?.body).toBe('Anns und Bens Fassung');
	expect(read.may).toEqual({ write: false, giveFeedback: false });
});

test('nothing is handed in while nothing is written', async () => {
	const submissionId = await begun(eva, 1, after(0, 10));
	await expect(does(someone(eva), after(0, 10), handIn, { submissionId })).rejects.toMatchObject({
		code: 'nothing_to_hand_in',
	});
});

test('the same version handed in by two at once is one, and credits who is a member at that moment', async () => {
	const submissionId = await begun(ann, 1, after(0, 20));
	await database
		.updateTable('learningGroupMember')
		.set({ leftAt: after(0, 15) })
		.where('learningGroupId', '=', groups[0] ?? '')
		.where('userId', '=', someone(dia).userId)
		.execute();
	const answers = await Promise.all(
		[ann, ben, cem].map((viewer) => does(someone(viewer), after(0, 20), handIn, { submissionId })),
	);
	expect(answers.map(({ version }) => version)).toEqual([1, 1, 1]);
	expect(answers.filter(({ again }) => again)).toHaveLength(2);
	const credited = await database
		.selectFrom('submissionMember')
		.select('userId')
		.where('submissionId', '=', submissionId)
		.execute();
	expect(credited.map(({ userId }) => userId).sort()).toEqual([ann, ben, cem].map((v) => someone(v).userId).sort());
	const handedIn = await database
		.selectFrom('activity')
		.select('id')
		.where('kind', '=', 'submission_handed_in')
		.execute();
	expect(handedIn).toHaveLength(1);
});

test('two who hand in different texts at once leave one version each, in order, and nothing is lost', async () => {
	const submissionId = await begun(ann, 1, after(0, 30));
	const draft = (await does(someone(ann), after(0, 30), submissionPage, { submissionId })).draft ?? [];
	const text = (n: number) => ({
		[draft[n]?.id ?? '']: { body: `Abschnitt ${n} von zweien zugleich`, version: draft[n]?.version ?? 0 },
	});
	const answers = await Promise.all([
		does(someone(ann), after(0, 31), handIn, { submissionId, sections: text(2) }),
		does(someone(ben), after(0, 31), handIn, { submissionId, sections: text(3) }),
	]);
	expect(answers.map(({ version }) => version).sort()).toEqual([2, 3]);
	const page = await does(someone(cem), after(0, 32), submissionPage, { submissionId });
	expect(page.draft?.slice(2, 4).map(({ body }) => body)).toEqual([
		'Abschnitt 2 von zweien zugleich',
		'Abschnitt 3 von zweien zugleich',
	]);
	expect(page.versions.map(({ version, late }) => [version, late])).toEqual([
		[3, false],
		[2, false],
		[1, false],
	]);
	expect(page.changed).toBe(false);
});

test('a result becomes one thread among the results and stands once in the queue of its meeting', async () => {
	const threads = await database
		.selectFrom('thread as t')
		.innerJoin('post as p', 'p.threadId', 't.id')
		.innerJoin('space as s', 's.id', 't.spaceId')
		.select(['t.title', 't.kind', 's.slug', 'p.body', 'p.revision'])
		.where('t.submissionId', 'is not', null)
		.execute();
	expect(threads).toHaveLength(1);
	expect(threads[0]).toMatchObject({ kind: 'result', slug: 'ergebnisse', revision: 3 });
	expect(threads[0]?.title).toMatch(/, Gruppe Linde$/);
	expect(threads[0]?.body).toContain('Abschnitt 3 von zweien zugleich');
	const queue = await database.selectFrom('presentation').select(['meetingId', 'title']).execute();
	expect(queue).toEqual([{ meetingId: world.meetings[1], title: threads[0]?.title }]);
});

test('what comes after the unit’s meeting is late, counts, and is presented at the next one', async () => {
	const submissionId = await begun(eva, 1, after(1, 1));
	const [section] = (await does(someone(eva), after(1, 1), submissionPage, { submissionId })).draft ?? [];
	const sections = { [section?.id ?? '']: { body: 'Spät, aber da', version: 0 } };
	expect(await does(someone(eva), after(1, 2), handIn, { submissionId, sections })).toMatchObject({ late: true });
	const queue = await database
		.selectFrom('presentation')
		.select('meetingId')
		.where('submissionId', '=', submissionId)
		.execute();
	expect(queue).toEqual([{ meetingId: world.meetings[2] }]);
});

test('an improved result stays on time', async () => {
	const submissionId = await begun(ann, 1, after(1, 5));
	const draft = (await does(someone(ann), after(1, 5), submissionPage, { submissionId })).draft ?? [];
	const sections = { [draft[0]?.id ?? '']: { body: 'Nach dem Treffen verbessert', version: draft[0]?.version } };
	expect(await does(someone(ann), after(1, 5), handIn, { submissionId, sections })).toMatchObject({
		version: 4,
		late: true,
	});
	const page = await does(someone(ann), after(1, 6), submissionPage, { submissionId });
	expect(page.submission).toMatchObject({ late: false, version: 4, handedInAt: after(0, 20) });
});

test('work of one’s own is seen by companions, not by peers, and is no thread', async () => {
	const submissionId = await begun(ben, 1, after(1, 7), 'person');
	const draft = (await does(someone(ben), after(1, 7), submissionPage, { submissionId })).draft ?? [];
	const sections = { [draft[0]?.id ?? '']: { body: 'Nur für mich und die Lernbegleitung', version: 0 } };
	await does(someone(ben), after(1, 8), handIn, { submissionId, sections });
	await expect(does(someone(ann), after(1, 9), submissionPage, { submissionId })).rejects.toMatchObject({
		status: 404,
	});
	const page = await does(world.clara, after(1, 9), submissionPage, { submissionId });
	expect(page.submission.threadId).toBeNull();
	expect(page.may.giveFeedback).toBe(true);
});

test('after the last meeting nothing is saved and nothing handed in', async () => {
	const submissionId = await begun(ann, 2, after(1, 10));
	const draft = (await does(someone(ann), after(1, 10), submissionPage, { submissionId })).draft ?? [];
	const save = (now: Date) =>
		does(someone(ann), now, handIn, {
			submissionId,
			sections: { [draft[0]?.id ?? '']: { body: 'Auf den letzten Drücker', version: 0 } },
		});
	await expect(save(new Date(meetingEnd(10).getTime() + 1))).rejects.toMatchObject({ code: 'hand_in_closed' });
	expect(await save(meetingEnd(10))).toMatchObject({ late: true });
	await expect(begun(learnerOf(world, 5), 2, after(10, 1))).rejects.toMatchObject({ code: 'hand_in_closed' });
});
