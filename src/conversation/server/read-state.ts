import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { signedIn, verb } from '#platform/server/verb.ts';
import type { DB } from '#platform/server/schema.ts';
import { threadGround } from '#conversation/server/grounds.ts';

/** A new visit begins when the last one lies this long back; within it the line "new since your last visit" stays where it is. */
const visitMinutes = 30;

/** Reading is one's own affair: the state is never shown to others. */
export const markRead = verb({
	name: 'markRead',
	method: 'put',
	path: '/threads/{threadId}/read',
	summary: 'Remember up to where one has read',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: z.object({ threadId: z.uuid(), sequence: z.coerce.number().int().min(0) }),
	async run(scene, input) {
		await readUpTo(scene.trx, {
			userId: signedIn(scene).userId,
			threadId: input.threadId,
			sequence: input.sequence,
			now: scene.now,
		});
		return { sequence: input.sequence };
	},
});

export async function readUpTo(
	db: Kysely<DB>,
	visit: { userId: string; threadId: string; sequence: number; now: Date },
): Promise<void> {
	const { userId, threadId, sequence, now } = visit;
	const newVisitBefore = new Date(now.getTime() - visitMinutes * 60_000);
	await sql`
		insert into read_state (user_id, thread_id, community_id, sequence, visit_sequence, visited_at)
		select ${userId}, t.id, t.community_id, least(${sequence}, t.last_sequence), 0, ${now} from thread t where t.id = ${threadId}
		on conflict (user_id, thread_id) do update set
			visit_sequence = case when read_state.visited_at < ${newVisitBefore} then read_state.sequence else read_state.visit_sequence end,
			sequence = greatest(read_state.sequence, excluded.sequence),
			visited_at = ${now}
	`.execute(db);
}
