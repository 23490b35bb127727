import { sql, type Transaction } from 'kysely';
import { formerMember } from '#platform/former-member.ts';
import { audit } from '#platform/server/audit.ts';
import { database } from '#platform/server/database.ts';
import { codeOf } from '#platform/server/cannot-start.ts';
import { log } from '#platform/server/log.ts';
import { addJob } from '#platform/server/jobs.ts';
import { announce } from '#platform/server/live.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { dutiesOf } from '#privacy/server/duties.ts';
import { leaveCommunities, leaveCourses } from '#privacy/server/erase-course.ts';
import { leaveExams } from '#privacy/server/erase-exam.ts';
import { eraseOwnThings, eraseRows } from '#privacy/server/erase-rows.ts';
import { eraseWords } from '#privacy/server/erase-words.ts';
import { erasureMail } from '#privacy/server/erasure-mails.ts';

/**
 * Carries out the erasures that are due. Each is one transaction: a process killed half-way has erased nothing of that
 * person, and the next sweep begins anew. Who has taken on a duty meanwhile that others depend on waits until it is
 * handed on.
 */
export async function eraseDue(now: Date): Promise<void> {
	const due = await database
		.selectFrom('erasure')
		.select('userId')
		.where('doneAt', 'is', null)
		.where('dueAt', '<=', now)
		.orderBy('dueAt')
		.execute();
	for (const { userId } of due) {
		try {
			await database.transaction().execute((trx) => eraseOne(trx, userId, now));
		} catch (cause) {
			// the next minute tries again; what the database says could quote the person
			log.error({ code: codeOf(cause) }, 'an erasure broke off');
		}
	}
}

async function eraseOne(trx: Transaction<DB>, userId: string, now: Date): Promise<void> {
	const erasure = await trx
		.selectFrom('erasure')
		.select(['askedBy', 'dueAt'])
		.where('userId', '=', userId)
		.where('doneAt', 'is', null)
		.forUpdate()
		.skipLocked()
		.executeTakeFirst();
	if (!erasure) return;
	// all administrators are held: two cannot be the last one at once
	await trx.selectFrom('user').select('id').where('administrator', '=', true).orderBy('id').forUpdate().execute();
	if ((await dutiesOf(trx, userId)).length > 0) return;
	const person = await trx
		.selectFrom('user')
		.select(['id', 'name', 'email', 'locale', 'timeZone'])
		.where('id', '=', userId)
		.executeTakeFirstOrThrow();

	await leaveCourses(trx, person, now);
	await leaveExams(trx, userId, now);
	await leaveCommunities(trx, userId, now);
	await eraseWords(trx, userId);
	await eraseOwnThings(trx, person);
	await eraseRows(trx, userId);
	await becomeFormerMember(trx, userId, now);

	await trx
		.updateTable('erasure')
		.set({ doneAt: now, lockedName: (await hasLocked(trx, userId)) ? person.name : null })
		.where('userId', '=', userId)
		.execute();
	await audit(trx, {
		action: 'account_erased',
		actorId: erasure.askedBy === userId ? null : erasure.askedBy,
		subjectId: userId,
	});
	await queueMail(trx, erasureMail('done', person, { dueAt: erasure.dueAt, now }));
	await addJob(trx, 'tidy_files', {}, 'tidy_files');
	await announce(trx, `user:${userId}`);
}

async function becomeFormerMember(trx: Transaction<DB>, userId: string, now: Date): Promise<void> {
	await trx
		.updateTable('user')
		.set({
			name: formerMember,
			email: `${userId}@erased.invalid`,
			emailVerified: false,
			image: null,
			administrator: false,
			employer: '',
			bio: '',
			skills: [],
			pictureFileId: null,
			locale: 'de',
			timeZone: 'Europe/Berlin',
			theme: 'system',
			erasedAt: now,
			updatedAt: now,
		})
		.where('id', '=', userId)
		.execute();
}

/** Whether exam evidence is left, whose name somebody may yet have to know. */
async function hasLocked(trx: Transaction<DB>, userId: string): Promise<boolean> {
	const { rows } = await sql<{ locked: boolean }>`
		select ${locked(sql`${userId}::uuid`)} as locked`.execute(trx);
	return rows[0]?.locked ?? false;
}

export const locked = (userId: ReturnType<typeof sql>) => sql<boolean>`(
	exists(select from exam_candidate c where c.user_id = ${userId})
	or exists(select from eligibility f where f.user_id = ${userId})
	or exists(select from requirement_exception x where x.user_id = ${userId}))`;
