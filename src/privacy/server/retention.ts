import type { Kysely } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { retentionIds, retentionOf, retentionRanges, type Retention, type RetentionId } from '#privacy/retention.ts';

/** The periods of this instance, in months. */
export async function retentionHere(db: Kysely<DB>): Promise<Retention> {
	return retentionOf(await db.selectFrom('retention').select(['kind', 'months']).execute());
}

/** How long each kind of data is kept here, between which bounds, and who changed it last. */
export const retentionSettings = verb({
	name: 'retentionSettings',
	method: 'get',
	path: '/admin/retention',
	summary: 'How long each kind of data is kept, in months, with the bounds and the latest changes',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({}),
	async run({ trx }) {
		const holds = await retentionHere(trx);
		const changes = await trx
			.selectFrom('retention as r')
			.leftJoin('user as u', 'u.id', 'r.changedBy')
			.select(['r.kind', 'r.changedAt', 'u.name as changedBy'])
			.execute();
		return {
			periods: retentionIds.map((id) => {
				const change = changes.find(({ kind }) => kind === id);
				return {
					id,
					months: holds[id],
					...retentionRanges[id],
					changedAt: change?.changedAt ?? null,
					changedBy: change?.changedBy ?? null,
				};
			}),
		};
	},
});

const monthsOf = (id: RetentionId) => {
	const { least, most } = retentionRanges[id];
	return z.coerce.number().int().min(least).max(most).optional();
};

/** What is left out stays. Shorter periods delete more in the coming night, and so want to be confirmed. */
export const changeRetention = verb({
	name: 'changeRetention',
	method: 'put',
	path: '/admin/retention',
	summary: 'Change how long kinds of data are kept; logged, and a shorter period has to be confirmed',
	scope: 'administration:write',
	who: ['administrator'],
	at: here,
	input: z.object({
		application: monthsOf('application'),
		course_record: monthsOf('course_record'),
		exam: monthsOf('exam'),
		evidence: monthsOf('evidence'),
		certificate: monthsOf('certificate'),
		access: monthsOf('access'),
		confirmed: z.union([z.boolean(), z.stringbool()]).default(false).describe('That shorter periods delete for good'),
	}),
	output: z.object({ changed: z.array(z.enum(retentionIds)) }),
	async run(scene, { confirmed, ...wished }) {
		// one after another, so that each change is logged from what really held before
		await scene.trx.selectFrom('instance').select('id').forUpdate().execute();
		const before = await retentionHere(scene.trx);
		const changed = retentionIds.filter((id) => wished[id] !== undefined && wished[id] !== before[id]);
		if (!confirmed && changed.some((id) => (wished[id] ?? 0) < before[id]))
			refuse('retention_shorter', { status: 422, field: 'confirmed' });
		for (const id of changed) await set(scene, id, before[id], wished[id] ?? before[id]);
		return { changed };
	},
});

async function set(scene: Scene, kind: RetentionId, from: number, months: number): Promise<void> {
	const { trx, now } = scene;
	const { userId } = signedIn(scene);
	const change = { months, changedAt: now, changedBy: userId };
	await trx
		.insertInto('retention')
		.values({ kind, ...change })
		.onConflict((c) => c.column('kind').doUpdateSet(change))
		.execute();
	await audit(trx, { action: 'retention_changed', actorId: userId, detail: { kind, from, to: months } });
}
