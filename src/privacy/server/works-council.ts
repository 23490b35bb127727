import { sql, type Transaction } from 'kysely';
import * as z from 'zod';
import { organisationGround } from '#community/server/standing.ts';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { addHours } from '#platform/time.ts';

/** How long a second person has for confirming, in days. */
export const confirmationDays = 7;

const reason = z.string().trim().min(10).max(2000);
const organisationId = z.uuid();

/** Not confirmed, not taken back, and still in time. */
export const openAt = (now: Date) =>
	sql<boolean>`w.turned = 'off' and w.confirmed_at is null and w.withdrawn_at is null and w.expires_at > ${now}`;

/** One person suffices for what protects; it holds with the next look at anything. */
export const turnOnWorksCouncilMode = verb({
	name: 'turnOnWorksCouncilMode',
	method: 'post',
	path: '/organisations/{organisationId}/works-council/on',
	summary: 'Put the agreement with the works council into force, at once',
	scope: 'administration:write',
	who: ['administrator'],
	at: organisationGround,
	input: z.object({ organisationId, reason }),
	output: z.object({ on: z.literal(true) }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		if (await heldMode(trx, input.organisationId)) return { on: true as const };
		await setMode(trx, input.organisationId, true);
		const { id } = await trx
			.insertInto('worksCouncilChange')
			.values({ ...input, turned: 'on', askedBy: userId, askedAt: now, confirmedBy: userId, confirmedAt: now })
			.returning('id')
			.executeTakeFirstOrThrow();
		await log(scene, 'works_council_on', input);
		await tellOfTurning(scene, 'works_council_on', id);
		return { on: true as const };
	},
});

/** Nothing changes yet: another person has to confirm in time. Asked again while it waits, it keeps its day. */
export const askWorksCouncilOff = verb({
	name: 'askWorksCouncilOff',
	method: 'post',
	path: '/organisations/{organisationId}/works-council/off',
	summary: 'Ask for the agreement with the works council to be put out of force; a second person has to confirm',
	scope: 'administration:write',
	who: ['administrator'],
	at: organisationGround,
	status: 202,
	input: z.object({ organisationId, reason }),
	output: z.object({ changeId: z.uuid(), expiresAt: z.date() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		if (!(await heldMode(trx, input.organisationId))) refuse('works_council_off_already');
		const waits = await openChange(trx, input.organisationId, now);
		if (waits) return { changeId: waits.id, expiresAt: waits.expiresAt };
		const expiresAt = addHours(now, confirmationDays * 24);
		await trx
			.updateTable('worksCouncilChange')
			.set((e) => ({ withdrawnAt: e.ref('expiresAt') }))
			.where('organisationId', '=', input.organisationId)
			.where('turned', '=', 'off')
			.where('confirmedAt', 'is', null)
			.where('withdrawnAt', 'is', null)
			.execute();
		const { id } = await trx
			.insertInto('worksCouncilChange')
			.values({ ...input, turned: 'off', askedBy: userId, askedAt: now, expiresAt })
			.returning('id')
			.executeTakeFirstOrThrow();
		await log(scene, 'works_council_off_asked', input);
		await tellOfTurning(scene, 'works_council_off_asked', id);
		return { changeId: id, expiresAt };
	},
});

/**
 * By an administrator or an organiser of the organisation who is not the one who asked. It has to be the very request
 * that was looked at, still in time, and whoever asked must be an administrator still.
 */
export const confirmWorksCouncilOff = verb({
	name: 'confirmWorksCouncilOff',
	method: 'post',
	path: '/organisations/{organisationId}/works-council/off/confirmation',
	summary: 'Confirm, as a second person, that the agreement with the works council is put out of force',
	scope: 'privacy:write',
	who: ['administrator', 'organiser'],
	at: organisationGround,
	input: z.object({ organisationId, changeId: z.uuid() }),
	output: z.object({ on: z.literal(false) }),
	async run(scene, { changeId, ...input }) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		const on = await heldMode(trx, input.organisationId);
		const waits = await openChange(trx, input.organisationId, now);
		if (!on || waits?.id !== changeId) return refuse('works_council_not_waiting');
		if (waits.askedBy === userId) refuse('works_council_second_person', { status: 403 });
		if (!(await isAdministrator(trx, waits.askedBy))) refuse('works_council_asker_gone');
		await setMode(trx, input.organisationId, false);
		await trx
			.updateTable('worksCouncilChange')
			.set({ confirmedBy: userId, confirmedAt: now })
			.where('id', '=', changeId)
			.execute();
		await log(scene, 'works_council_off', { ...input, reason: waits.reason });
		await tellOfTurning(scene, 'works_council_off', changeId);
		return { on: false as const };
	},
});

/** By whoever asked, or by anyone who could confirm and does not want to. */
export const withdrawWorksCouncilOff = verb({
	name: 'withdrawWorksCouncilOff',
	method: 'delete',
	path: '/organisations/{organisationId}/works-council/off',
	summary: 'Take back or decline that the agreement with the works council is put out of force',
	scope: 'privacy:write',
	who: ['administrator', 'organiser'],
	at: organisationGround,
	input: z.object({ organisationId }),
	output: z.object({ withdrawn: z.boolean() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const { userId } = signedIn(scene);
		await heldMode(trx, input.organisationId);
		const waits = await openChange(trx, input.organisationId, now);
		if (!waits) return { withdrawn: false };
		await trx
			.updateTable('worksCouncilChange')
			.set({ withdrawnBy: userId, withdrawnAt: now })
			.where('id', '=', waits.id)
			.execute();
		await log(scene, 'works_council_off_withdrawn', input);
		await tellOfTurning(scene, 'works_council_off_withdrawn', waits.id, { askedBy: waits.askedBy });
		return { withdrawn: true };
	},
});

/** Whether it is in force; the organisation is held, so that one change is over before the next looks. */
async function heldMode(trx: Transaction<DB>, id: string): Promise<boolean> {
	const { worksCouncilMode } = await trx
		.selectFrom('organisation')
		.select('worksCouncilMode')
		.where('id', '=', id)
		.forUpdate()
		.executeTakeFirstOrThrow();
	return worksCouncilMode;
}

const setMode = (trx: Transaction<DB>, id: string, worksCouncilMode: boolean) =>
	trx.updateTable('organisation').set({ worksCouncilMode }).where('id', '=', id).execute();

async function openChange(trx: Transaction<DB>, id: string, now: Date) {
	const { rows } = await sql<{ id: string; askedBy: string; reason: string; expiresAt: Date }>`
		select w.id, w.asked_by as "askedBy", w.reason, w.expires_at as "expiresAt" from works_council_change w
		where w.organisation_id = ${id} and ${openAt(now)}`.execute(trx);
	return rows[0] ?? null;
}

async function isAdministrator(trx: Transaction<DB>, userId: string): Promise<boolean> {
	const person = await trx
		.selectFrom('user')
		.select('id')
		.where('id', '=', userId)
		.where('administrator', '=', true)
		.where('erasedAt', 'is', null)
		.executeTakeFirst();
	return person !== undefined;
}

type Logged = { organisationId: string; reason?: string };
const log = ({ trx, viewer }: Scene, action: string, { organisationId: subjectId, ...detail }: Logged) =>
	audit(trx, { action, actorId: viewer?.userId ?? null, subjectId, detail });

/** Tells those concerned, or those who could confirm; `notifications/table.ts` says whom. */
async function tellOfTurning(scene: Scene, kind: string, changeId: string, data: Record<string, string> = {}) {
	await record(scene.trx, {
		kind,
		actorId: signedIn(scene).userId,
		subjectId: changeId,
		data: { organisationId: scene.place.organisationId, ...data },
		at: scene.now,
	});
}
