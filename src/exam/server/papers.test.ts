import { beforeAll, describe, expect, test } from 'vitest';
import { call } from '#platform/server/verb.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { says, judged } from '#platform/server/typeset-inspect.ts';
import { grantExtension } from '#exam/server/extensions.ts';
import { declineAutomaticHandIn, handInPaper, withdrawPaper } from '#exam/server/hand-in.ts';
import { paperPage, paperPages, paperPdf } from '#exam/server/paper-page.ts';
import { saveSection } from '#exam/server/sections.ts';
import { settleExam } from '#exam/server/settle.ts';
import { as, does } from '../../../tests/cast.ts';
import {
	deadline,
	declaration,
	examinedWorld,
	opened,
	opening,
	paperOf,
	sentence,
	writes,
} from '../../../tests/exam.ts';
import type { World } from '../../../tests/world.ts';

const hour = 3600_000;
const early = new Date(opening.getTime() + hour);
const past = new Date(deadline.getTime() + 1);
const longAfter = new Date(deadline.getTime() + 30 * hour);

let world: World;
let examId: string;
let jana: Viewer;
let paul: Viewer;
/** Everybody of the second group, so that groups do not get into each other's way. */
let others: Viewer[];

async function fresh(): Promise<void> {
	world = await examinedWorld({ learners: 8 });
	examId = await opened(world);
	const [first, second] = world.learners;
	if (!first || !second) throw new Error('no learners');
	[jana, paul, others] = [first, second, world.learners.slice(4)];
}

const group = async (person = jana) => (await paperOf(examId, person, 'group')).id;
const own = async (person: Viewer, kind: 'case' | 'reflection') => (await paperOf(examId, person, kind)).id;
const standing = (paperId: string) =>
	database
		.selectFrom('paperHandIn')
		.selectAll()
		.where('paperId', '=', paperId)
		.where('withdrawnAt', 'is', null)
		.execute();
const told = async (kind: string, subjectId: string) =>
	(
		await database
			.selectFrom('activity')
			.selectAll()
			.where('kind', '=', kind)
			.where('subjectId', '=', subjectId)
			.execute()
	).length;

describe('writing together', () => {
	beforeAll(fresh, 60_000);

	test('saving over somebody’s newer version is refused, and the page shows theirs', async () => {
		const paperId = await group();
		const page = await does(jana, early, paperPage, { paperId });
		const [section] = page.sections;
		if (!section) throw new Error('no section');
		const save = (person: Viewer, body: string, version: number) =>
			does(person, early, saveSection, { paperId, sectionId: section.id, version, body });
		expect(await save(jana, 'Jana schreibt.', 0)).toMatchObject({ version: 1, apart: false });
		await expect(save(paul, 'Paul schreibt.', 0)).rejects.toMatchObject({
			code: 'section_changed',
			values: { name: jana.name },
		});
		const after = await does(paul, early, paperPage, { paperId });
		expect(after.sections[0]).toMatchObject({ body: 'Jana schreibt.', version: 1, savedByName: jana.name });
		expect(await save(paul, 'Jana und Paul schreiben.', 1)).toMatchObject({ version: 2 });
	});

	test('two who save at the same moment do not overwrite each other', async () => {
		const paperId = await group(others[0]);
		const sectionId = (await does(others[0] ?? null, early, paperPage, { paperId })).sections[0]?.id ?? '';
		const saved = await Promise.allSettled(
			others.map((person) =>
				does(person, early, saveSection, { paperId, sectionId, version: 0, body: `Von ${person.name}` }),
			),
		);
		expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	test('the length is that of the typesetting', async () => {
		const paperId = await own(jana, 'case');
		await writes(jana, early, paperId, 40);
		const { pages, limit } = await does(jana, early, paperPages, { paperId });
		expect([pages !== null && pages > 1 && pages < 2, limit]).toEqual([true, 2]);
	});

	test('nobody else reads a draft: not another candidate, not a companion, organiser or examiner', async () => {
		const paperId = await own(jana, 'reflection');
		for (const person of [paul, world.clara, world.olga, world.edda])
			await expect(does(person, early, paperPage, { paperId })).rejects.toMatchObject({ name: 'Refusal' });
	});
});

describe('handing in', () => {
	beforeAll(fresh, 60_000);

	test('needs the declarations of own work and of the use of AI tools', async () => {
		const paperId = await own(jana, 'case');
		await expect(does(jana, early, handInPaper, { paperId, ...declaration })).rejects.toMatchObject({
			code: 'paper_empty',
		});
		await writes(jana, early, paperId);
		const tries = [
			[{ ownWork: false, aiUse: 'keine' }, 'paper_own_work'],
			[{ ownWork: true, aiUse: ' ' }, 'paper_ai_use'],
		] as const;
		for (const [said, code] of tries)
			await expect(does(jana, early, handInPaper, { paperId, ...said })).rejects.toMatchObject({ code });
		expect(await does(jana, early, handInPaper, { paperId, ...declaration })).toMatchObject({
			arrivedAt: early,
			overPages: null,
		});
	});

	test('two members at once leave one hand-in standing', async () => {
		const paperId = await group();
		await writes(jana, early, paperId);
		const tries = await Promise.allSettled(
			world.learners.slice(0, 4).map((person) => does(person, early, handInPaper, { paperId, ...declaration })),
		);
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await standing(paperId)).toHaveLength(1);
		expect(await told('paper_handed_in', paperId)).toBe(1);
	});

	test('a double click is one hand-in with one answer', async () => {
		const paperId = await own(paul, 'case');
		await writes(paul, early, paperId);
		const click = () => call(handInPaper, as(paul, early, 'the same key'), { paperId, ...declaration });
		const answers = await Promise.all([click(), click()]);
		expect(JSON.parse(JSON.stringify(answers[0]))).toEqual(JSON.parse(JSON.stringify(answers[1])));
		expect(await standing(paperId)).toHaveLength(1);
	});

	test('any member takes it back before the deadline, and it can be handed in again', async () => {
		const paperId = await group();
		await does(paul, early, withdrawPaper, { paperId });
		expect(await standing(paperId)).toHaveLength(0);
		expect(await told('paper_withdrawn', paperId)).toBe(1);
		await does(paul, new Date(early.getTime() + hour), handInPaper, { paperId, ...declaration });
		expect(await standing(paperId)).toHaveLength(1);
	});

	test('a group paper over two pages is refused with its length', async () => {
		const paperId = await group(others[0]);
		const [one] = others;
		if (!one) throw new Error('nobody');
		await writes(one, early, paperId, 120);
		await expect(does(one, early, handInPaper, { paperId, ...declaration })).rejects.toMatchObject({
			code: 'paper_too_long',
			values: { limit: 2, pages: expect.stringMatching(/^[2-9],\d/) },
		});
	});

	test('individual papers over two pages together are accepted with a warning', async () => {
		const [one] = others;
		if (!one) throw new Error('nobody');
		await writes(one, early, await own(one, 'case'), 50);
		await writes(one, early, await own(one, 'reflection'), 50);
		await does(one, early, handInPaper, { paperId: await own(one, 'case'), ...declaration });
		const second = await does(one, early, handInPaper, { paperId: await own(one, 'reflection'), ...declaration });
		expect(second.overPages).toBeGreaterThan(2);
	});

	test('what is written after the hand-in is kept apart for its author and changes nothing', async () => {
		const paperId = await group();
		const page = await does(jana, early, paperPage, { paperId });
		const [section] = page.sections;
		if (!section) throw new Error('no section');
		const late = { paperId, sectionId: section.id, version: section.version, body: 'Noch ein Gedanke.' };
		expect(await does(jana, early, saveSection, late)).toMatchObject({ apart: true });
		const mine = await does(jana, early, paperPage, { paperId });
		expect([mine.sections[0]?.body, mine.sections[0]?.apart?.body]).toEqual([section.body, 'Noch ein Gedanke.']);
		const theirs = await does(paul, early, paperPage, { paperId });
		expect(JSON.stringify(theirs)).not.toContain('Noch ein Gedanke.');
	});
});

describe('the deadline', () => {
	beforeAll(fresh, 60_000);

	test('accepts what arrives at its very instant and nothing a millisecond later', async () => {
		const [atTheInstant, tooLate] = [await own(jana, 'case'), await own(jana, 'reflection')];
		await writes(jana, early, atTheInstant);
		await does(jana, early, declineAutomaticHandIn, { paperId: tooLate, declined: true });
		await writes(jana, early, tooLate);
		expect(await does(jana, deadline, handInPaper, { paperId: atTheInstant, ...declaration })).toMatchObject({
			arrivedAt: deadline,
		});
		await expect(does(jana, past, handInPaper, { paperId: tooLate, ...declaration })).rejects.toMatchObject({
			code: 'paper_too_late',
		});
		expect(await standing(tooLate)).toEqual([]);
	});

	test('hands a draft in by itself, as of its instant, whenever somebody looks', async () => {
		const paperId = await own(paul, 'case');
		await writes(paul, new Date(deadline.getTime() - 1), paperId);
		const page = await does(paul, longAfter, paperPage, { paperId });
		expect(page.handIn).toMatchObject({ automatic: true, arrivedAt: deadline, ownWork: false });
		expect(await told('paper_handed_in', paperId)).toBe(1);
	});

	test('leaves a declined draft and an empty one where they are', async () => {
		await settleExam(examId, longAfter);
		expect(await standing(await own(jana, 'reflection'))).toEqual([]);
		expect(await standing(await own(paul, 'reflection'))).toEqual([]);
	});

	test('is reminded of 24 and 3 hours before, once, only those who have not handed in', async () => {
		const handedIn = await told('deadline_near', await own(jana, 'case'));
		expect([handedIn, await told('deadline_near', await own(paul, 'reflection'))]).toEqual([2, 2]);
		const reminder = await database
			.selectFrom('activity')
			.select(['data', 'at'])
			.where('kind', '=', 'deadline_near')
			.where('subjectId', '=', await own(paul, 'reflection'))
			.orderBy('at')
			.execute();
		expect(reminder.map(({ at }) => (deadline.getTime() - at.getTime()) / hour)).toEqual([24, 3]);
		await settleExam(examId, longAfter);
		expect(await told('deadline_near', await own(paul, 'reflection'))).toBe(2);
	});

	test('lets nobody write into the draft afterwards', async () => {
		const paperId = await own(paul, 'case');
		const { sections } = await does(paul, longAfter, paperPage, { paperId });
		const [section] = sections;
		if (!section) throw new Error('no section');
		const saved = await does(paul, longAfter, saveSection, {
			paperId,
			sectionId: section.id,
			version: section.version,
			body: 'Zu spät.',
		});
		expect(saved.apart).toBe(true);
		await expect(does(paul, longAfter, withdrawPaper, { paperId })).rejects.toMatchObject({ code: 'paper_too_late' });
	});
});

describe('a hand-in that was sent in time', () => {
	beforeAll(fresh, 60_000);

	test('counts although the deadline was dealt with before it got its turn', async () => {
		const paperId = await own(jana, 'case');
		await writes(jana, early, paperId);
		await settleExam(examId, past);
		expect((await standing(paperId))[0]).toMatchObject({ automatic: true });
		const inTime = new Date(deadline.getTime() - 5);
		await does(jana, inTime, handInPaper, { paperId, ...declaration });
		expect(await standing(paperId)).toMatchObject([{ automatic: false, arrivedAt: inTime, ownWork: true }]);
	});

	test('and so does a saving', async () => {
		const paperId = await own(paul, 'case');
		await writes(paul, early, paperId);
		await settleExam(examId, past);
		const page = await does(paul, past, paperPage, { paperId });
		const inTime = { paperId, sectionId: 'case', version: page.sections[0]?.version ?? 0, body: 'Gerade noch.' };
		expect(await does(paul, new Date(deadline.getTime() - 5), saveSection, inTime)).toMatchObject({ apart: false });
		expect(JSON.stringify((await standing(paperId))[0]?.sections)).toContain('Gerade noch.');
	});
});

describe('more time', () => {
	beforeAll(fresh, 60_000);

	test('for one person moves that person’s individual papers and nobody else’s', async () => {
		const grant = { examId, whom: `person:${jana.userId}`, workingDays: 1, reason: 'Krankes Kind am zweiten Tag' };
		const { endsAt } = await does(world.olga, early, grantExtension, grant);
		expect(endsAt).toEqual(new Date('2026-11-25T09:00:00Z'));
		const paperId = await own(jana, 'case');
		await writes(jana, longAfter < endsAt ? longAfter : past, paperId);
		expect(await does(jana, new Date(endsAt.getTime()), handInPaper, { paperId, ...declaration })).toMatchObject({
			arrivedAt: endsAt,
		});
		const paulsPaper = await own(paul, 'case');
		await expect(does(paul, past, handInPaper, { paperId: paulsPaper, ...declaration })).rejects.toMatchObject({
			code: 'paper_too_late',
		});
	});

	test('can be given after the deadline and takes an automatic hand-in back into the hands of its authors', async () => {
		const [one] = others;
		if (!one) throw new Error('nobody');
		const paperId = await group(one);
		await writes(one, early, paperId);
		await settleExam(examId, past);
		const whom = `group:${(await paperOf(examId, one, 'group')).learningGroupId}`;
		const late = new Date(deadline.getTime() + hour);
		await does(world.olga, late, grantExtension, {
			examId,
			whom,
			hours: 4,
			reason: 'Der Dienst war eine Stunde nicht erreichbar.',
		});
		await does(one, late, withdrawPaper, { paperId });
		await writes(one, late, paperId, 7);
		expect(await does(one, late, handInPaper, { paperId, ...declaration })).toMatchObject({ arrivedAt: late });
	});

	test('needs a reason and a later end', async () => {
		const grant = { examId, whom: `person:${paul.userId}`, hours: 1, reason: 'Eine Stunde Stromausfall im Ort' };
		await expect(does(world.olga, longAfter, grantExtension, grant)).rejects.toMatchObject({
			code: 'extension_not_later',
		});
		await expect(does(world.olga, early, grantExtension, { ...grant, reason: '' })).rejects.toMatchObject({
			name: 'InvalidInput',
		});
	});
});

describe('a paper as a file', () => {
	beforeAll(fresh, 60_000);

	test('is named by a number and says no name, inside or out', async () => {
		const paperId = await own(jana, 'reflection');
		await writes(jana, early, paperId);
		await does(jana, early, handInPaper, { paperId, ...declaration });
		const file = await does(jana, early, paperPdf, { paperId });
		const { paperNumber } = await paperOf(examId, jana, 'reflection');
		expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${paperNumber}.pdf"`);
		const pdf = new Uint8Array(await file.arrayBuffer());
		expect(Buffer.from(pdf).toString('latin1')).not.toMatch(/lea0|\/Author|dc:creator/i);
		if (judged) expect(says('pdftotext', ['FILE', '-'], pdf)).toContain(sentence.slice(0, 30));
	});

	test('over-long and handed in by itself has two pages', async () => {
		const [one] = others;
		if (!one) throw new Error('nobody');
		const paperId = await group(one);
		await writes(one, early, paperId, 150);
		await settleExam(examId, past);
		const [handIn] = await standing(paperId);
		expect(handIn?.pages).toBeGreaterThan(3);
		const file = await does(one, past, paperPdf, { paperId });
		if (judged) expect(says('pdfinfo', ['FILE'], new Uint8Array(await file.arrayBuffer()))).toMatch(/Pages:\s+2\n/);
	});
});
