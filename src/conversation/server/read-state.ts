import { sql } from 'kysely';
import * as z from 'zod';
import { unawaited } from '#platform/server/transaction.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { communityGround } from '#community/server/standing.ts';
import { threadGround } from '#conversation/server/grounds.ts';

/** A new visit begins when the last one lies this long back; within it the line "new since your last visit" stays where it is. */
const visitMinutes = 30;

const read = z.object({ threadId: z.uuid(), sequence: z.coerce.number().int().min(0) });
type Read = z.output<typeof read>;

/** Reading is one's own affair: the state is never shown to others. */
export const markRead = verb({
	name: 'markRead',
	method: 'put',
	path: '/threads/{threadId}/read',
	summary: 'Remember up to where one has read',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser', 'former'],
	at: threadGround,
	input: read,
	incidental: true,
	async run(scene, input) {
		await readUpTo(scene, [input]);
		return { sequence: input.sequence };
	},
});

/** What a client that was offline has to say when it is back, or somebody who has caught up. */
export const markThreadsRead = verb({
	name: 'markThreadsRead',
	method: 'put',
	path: '/communities/{communityId}/read-state',
	summary: 'Remember up to where one has read in several threads of a community',
	scope: 'community:write',
	who: ['member', 'observer', 'organiser', 'former'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), threads: z.array(read).min(1).max(1000) }),
	output: z.object({ threads: z.int() }),
	async run(scene, { communityId, threads }) {
		const own = await scene.trx.selectFrom('thread').select('id').where('communityId', '=', communityId).execute();
		const here = new Set(own.map(({ id }) => id));
		const found = new Map(threads.flatMap((one) => (here.has(one.threadId) ? [[one.threadId, one] as const] : [])));
		await readUpTo(scene, [...found.values()]);
		return { threads: found.size };
	},
});

/** No thread may be named twice. */
async function readUpTo(scene: Scene, read: readonly Read[]): Promise<void> {
	const { trx, now } = scene;
	const { userId } = signedIn(scene);
	const newVisitBefore = new Date(now.getTime() - visitMinutes * 60_000);
	const threadIds = read.map(({ threadId }) => threadId);
	const sequences = read.map(({ sequence }) => sequence);
	await sql`
		insert into read_state (user_id, thread_id, community_id, sequence, visit_sequence, visited_at)
		select ${userId}, t.id, t.community_id, least(r.sequence, t.last_sequence), 0, ${now}
		from unnest(${threadIds}::uuid[], ${sequences}::bigint[]) as r (thread_id, sequence) join thread t on t.id = r.thread_id
			${unawaited(scene)}
		on conflict (user_id, thread_id) do update set
			visit_sequence = case when read_state.visited_at < ${newVisitBefore} then read_state.sequence else read_state.visit_sequence end,
			sequence = greatest(read_state.sequence, excluded.sequence),
			visited_at = ${now}
	`.execute(trx);
}
