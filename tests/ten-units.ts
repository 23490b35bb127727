import { postReply } from '#conversation/server/posts.ts';
import { startThread } from '#conversation/server/threads.ts';
import { decideException, requestException } from '#course/server/exceptions.ts';
import { handIn } from '#course/server/hand-in.ts';
import { myGroup } from '#course/server/groups-page.ts';
import { shiftPlan, writeHandover } from '#course/server/shift-verbs.ts';
import { submissionPage } from '#course/server/submission-page.ts';
import { beginSubmission } from '#course/server/submissions.ts';
import { checkIn } from '#events/server/presence.ts';
import { settleCohort } from '#course/server/settle.ts';
import { database } from '#platform/server/database.ts';
import { does } from './cast.ts';
import { after } from './learning.ts';
import { kickOff, meetingEnd, meetingStart, type World } from './world.ts';

const said = (who: string, n: number): string =>
	`${who} in Beitrag ${n}: Bei uns hat eine offene Frage am Montag mehr bewirkt als drei Erinnerungen am Freitag, weil niemand sich gemahnt fühlte.`;

/**
 * Ten units as the people of a cohort go through them, by the verbs they would use: two posts each and a result of every
 * group in each unit, meetings with check-in, shifts with their handover. `absent` says who misses a meeting, `last` is
 * the unit with whose meeting it ends.
 */
export async function tenUnits(
	world: World,
	absent: (learner: number, meeting: number) => boolean = () => false,
	last = 10,
): Promise<void> {
	await database.updateTable('cohort').set({ dueAt: kickOff }).where('id', '=', world.cohortId).execute();
	await settleCohort(world.cohortId, meetingEnd(0));
	for (let unit = 1; unit <= last; unit++) {
		await settleCohort(world.cohortId, after(unit - 1, 1));
		await converse(world, unit);
		await produce(world, unit);
		await meet(world, unit, absent);
		await settleCohort(world.cohortId, meetingEnd(unit));
	}
}

export async function converse({ learners, spaces }: World, unit: number): Promise<void> {
	const at = after(unit - 1, 20);
	const [opener] = learners;
	if (!opener) throw new Error('no learner');
	const { threadId } = await does(opener, at, startThread, {
		spaceId: spaces['marktplatz'] ?? '',
		title: `Woche ${unit}`,
		body: said(opener.name, 0),
	});
	for (const n of [1, 2])
		for (const learner of learners) await does(learner, at, postReply, { threadId, body: said(learner.name, n) });
}

async function produce({ learners, communityId }: World, number: number): Promise<void> {
	const at = after(number - 1, 40);
	const seen = new Set<string>();
	for (const learner of learners) {
		const { group } = await does(learner, at, myGroup, { communityId });
		if (!group || seen.has(group.id)) continue;
		seen.add(group.id);
		const { submissionId } = await does(learner, at, beginSubmission, { communityId, number, kind: 'group' });
		const { draft } = await does(learner, at, submissionPage, { submissionId });
		const sections = (draft ?? []).map(({ id }) => [id, { body: `Ergebnis zu ${id}.`, version: 0 }]);
		await does(learner, at, handIn, { submissionId, sections: Object.fromEntries(sections) });
	}
}

async function meet(
	{ learners, meetings, communityId, clara }: World,
	number: number,
	absent: (learner: number, meeting: number) => boolean,
): Promise<void> {
	const at = meetingStart(number);
	for (const [index, learner] of learners.entries())
		if (!absent(index, number)) await does(learner, at, checkIn, { meetingId: meetings[number] ?? '' });
	const { shifts } = await does(clara, at, shiftPlan, { communityId });
	for (const shift of shifts.filter(({ unitNumber }) => unitNumber === number)) {
		const holder = learners.find(({ userId }) => userId === shift.userId);
		if (holder) await does(holder, at, writeHandover, { shiftId: shift.id, note: 'Zwei Fragen sind noch offen.' });
	}
}

/** Asks for an exception after the last meeting and has it decided; frozen a day later. */
export async function exception(world: World, learner: number, requirement: string, granted: boolean): Promise<void> {
	const { communityId, olga } = world;
	const at = after(10, 2);
	const person = world.learners[learner];
	if (!person) throw new Error(`no learner ${learner}`);
	const { exceptionId } = await does(person, at, requestException, {
		communityId,
		requirement,
		words: 'Ich war vier Wochen krank und habe alles nachgeholt.',
	});
	await does(olga, after(10, 3), decideException, {
		exceptionId,
		granted,
		reason: granted ? 'Ein Attest liegt vor, die Ergebnisse sind da.' : 'Dafür liegt kein Nachweis vor.',
	});
}
