import { sql } from 'kysely';
import { signedIn, type Scene } from '#platform/server/verb.ts';
import {
	pollCounts,
	pollEnd,
	pollIsClosed,
	type PollData,
	type PollOption,
	type PollShown,
} from '#conversation/poll.ts';
import { ballotMark } from '#conversation/server/marks.ts';

/** People named at an option; of further ones the number says enough. */
const mostNames = 20;

type Row = {
	multiple: boolean;
	secret: boolean;
	shown: PollShown;
	closesAt: Date | null;
	timeZone: string | null;
	closedAt: Date | null;
	deletedAt: Date | null;
	hiddenAt: Date | null;
	authorId: string;
	ballots: number;
	own: string[];
	options: { id: string; label: string; count: number; voters: string[] }[];
};

/** A thread's poll as its reader may see it; nothing where its text is hidden from the reader. */
export async function pollOf(scene: Scene, threadId: string): Promise<PollData | null> {
	const { now, roles } = scene;
	const { userId } = signedIn(scene);
	const row = await pollRow(scene, threadId, userId);
	if (!row) return null;
	const leads = (['acting', 'companion', 'manager'] as const).some((role) => roles.has(role));
	const inside = roles.has('member') || roles.has('organiser');
	const mine = row.authorId === userId;
	if (row.deletedAt || (row.hiddenAt && !mine && !leads)) return null;
	const closed = pollIsClosed(row, now);
	// the marks go when it is over, and until that has been done they are not looked at
	const own = row.secret && closed ? [] : row.own;
	const counts = pollCounts(row, { now, voted: own.length > 0, ballots: row.ballots });
	const shown = counts === 'shown';
	const options = row.options.map(({ id, label, count, voters }): PollOption => ({
		id,
		label,
		count: shown ? count : null,
		voters: shown && !row.secret ? voters : [],
	}));
	return {
		multiple: row.multiple,
		secret: row.secret,
		shown: row.shown,
		closesAt: row.closesAt,
		closedAt: row.closedAt,
		closed,
		endsAt: pollEnd(row),
		timeZone: row.timeZone,
		ballots: row.ballots,
		counts,
		options,
		own,
		mayVote: inside && !closed && !row.hiddenAt,
		mayClose: inside && !closed && (mine || leads),
	};
}

async function pollRow({ trx }: Scene, threadId: string, userId: string): Promise<Row | undefined> {
	const { rows } = await sql<Row>`
		select p.multiple, p.secret, p.shown, p.closes_at as "closesAt", p.time_zone as "timeZone", p.closed_at as "closedAt",
			t.deleted_at as "deletedAt", o.hidden_at as "hiddenAt", t.author_id as "authorId",
			(select count(*)::int from ballot b where b.thread_id = p.thread_id) as ballots,
			array(select c.option_id from ballot b join ballot_choice c on c.ballot_id = b.id where b.thread_id = p.thread_id
				and (b.voter_id = ${userId} or b.mark = ${ballotMark(threadId, userId)})) as own,
			(select json_agg(json_build_object('id', x.id, 'label', x.label,
					'count', (select count(*)::int from ballot_choice c where c.option_id = x.id),
					'voters', array(select v.name from ballot_choice c join ballot b on b.id = c.ballot_id
						join "user" v on v.id = b.voter_id where c.option_id = x.id order by v.name limit ${sql.lit(mostNames)})
				) order by x.position) from poll_option x where x.thread_id = p.thread_id) as options
		from poll p join thread t on t.id = p.thread_id join post o on o.thread_id = t.id and o.opening
		where p.thread_id = ${threadId}`.execute(trx);
	return rows[0];
}
