import { sql, type Transaction } from 'kysely';
import { database } from '#platform/server/database.ts';
import { log } from '#platform/server/log.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { comingUp } from '#notifications/server/digest-meetings.ts';
import { digestMail, type DigestEntry } from '#notifications/server/digest-mail.ts';
import type { Addressee } from '#notifications/server/news-mail.ts';
import { lastDue, usualHour } from '#notifications/digest-due.ts';
import { digests, type MailWish } from '#notifications/wishes.ts';

type Waiting = Omit<Addressee, 'inside'> & { hour: number; lastDay: string | null; oldest: Date };
type Row = DigestEntry & { communityMail: MailWish | null; digest: boolean };

/**
 * Job of every minute: gathers for each person, once on a day of their own time zone, what has waited since before the
 * hour they chose. A server that stood still at that hour makes up for it; one that is killed meanwhile begins anew.
 */
export async function sendDigests(now: Date): Promise<void> {
	let failed: unknown;
	for (const person of await waitingPeople()) {
		const { day, at } = lastDue(now, person.hour, person.timeZone);
		if (person.oldest > at || (person.lastDay !== null && person.lastDay >= day)) continue;
		try {
			await database.transaction().execute((trx) => sendDigest(trx, person, { day, at }, now));
		} catch (cause) {
			// one person's trouble must not keep the mail from everybody after them
			log.error({ err: cause, userId: person.id }, 'a digest failed');
			failed = cause;
		}
	}
	if (failed) throw failed;
}

async function waitingPeople(): Promise<Waiting[]> {
	const { rows } = await sql<Waiting>`
		select u.id, u.name, u.email, u.locale, u.time_zone as "timeZone", coalesce(g.digest_hour, ${usualHour}) as hour,
			d.day::text as "lastDay", min(n.at) as oldest
		from notification n join "user" u on u.id = n.user_id
		left join general_wish g on g.user_id = u.id left join digest d on d.user_id = u.id
		where n.read_at is null and n.mail = 'digest' and u.erased_at is null
		group by u.id, g.digest_hour, d.day`.execute(database);
	return rows;
}

async function sendDigest(
	trx: Transaction<DB>,
	person: Waiting,
	due: { day: string; at: Date },
	now: Date,
): Promise<void> {
	if (!(await claimDay(trx, person, due, now))) return;
	const waiting = await entriesOf(trx, person.id);
	const wanted = waiting.filter(({ communityMail, digest }) =>
		digests({ community: { hearing: null, mail: communityMail }, general: { hearing: 'mine', digest, mail: null } }),
	);
	await trx
		.updateTable('notification')
		.set({ mail: 'digested' })
		.where((e) => e('id', '=', e.fn.any(e.val(waiting.map(({ id }) => id)))))
		.execute();
	if (wanted.length === 0) return;
	const mailId = await queueMail(trx, digestMail(person, wanted, await comingUp(trx, person.id, now), now));
	await trx.updateTable('digest').set({ mailId }).where('userId', '=', person.id).execute();
}

/** Of two processes that find the same person waiting, one gets the day; the other sees that it is taken. */
async function claimDay(
	trx: Transaction<DB>,
	{ id, timeZone }: Waiting,
	{ day, at }: { day: string; at: Date },
	now: Date,
): Promise<boolean> {
	const claim = { day, dueAt: at, timeZone, madeAt: now, mailId: null };
	const claimed = await trx
		.insertInto('digest')
		.values({ userId: id, ...claim })
		.onConflict((c) => c.column('userId').doUpdateSet(claim).where('digest.day', '<', day))
		.returning('userId')
		.executeTakeFirst();
	return claimed !== undefined;
}

/** What waits for a person, oldest first; of conversations only what they may still read. */
async function entriesOf(trx: Transaction<DB>, userId: string): Promise<Row[]> {
	const { rows } = await sql<Row>`
		select n.id, n.kind, n.href, n.values, c.name as community, w.mail as "communityMail",
			coalesce(g.digest, true) as digest
		from notification n join activity a on a.id = n.activity_id
		left join community c on c.id = n.community_id
		left join community_wish w on w.community_id = n.community_id and w.user_id = n.user_id
		left join general_wish g on g.user_id = n.user_id
		where n.user_id = ${userId} and n.read_at is null and n.mail = 'digest'
			and (n.thread_id is null or exists(select from thread t
				left join post p on p.id = a.subject_id and p.thread_id = t.id
				where t.id = n.thread_id and t.deleted_at is null and p.deleted_at is null
					and (p.hidden_at is null or p.author_id = n.user_id)
					and (exists(select from membership m where m.community_id = t.community_id and m.user_id = n.user_id
							and m.ended_at is null)
						or exists(select from cohort k join organisation_role o on o.organisation_id = k.organisation_id
							where k.community_id = t.community_id and o.user_id = n.user_id and o.role = 'organiser'
								and o.ended_at is null))))
		order by n.at, n.id for update of n`.execute(trx);
	return rows;
}
