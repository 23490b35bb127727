import { sql, type Kysely } from 'kysely';
import { record } from '#platform/server/activity.ts';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { refuse } from '#platform/refusal.ts';

/*
 * What a certificate is, how it is earned and taken away is a matter of `credentials`, which may use this area and not
 * the other way round. A community asks one thing only, from when until when somebody is certified, and reads it from
 * the view `certification`, as standing reads enrolments and shifts. Whoever takes a certificate away says so here.
 */

export async function isCertified(db: Kysely<DB>, userId: string, at: Date): Promise<boolean> {
	const { rows } = await sql`select from certification where user_id = ${userId} and starts_at <= ${at}
		and (ends_at is null or ends_at > ${at}) limit 1`.execute(db);
	return rows.length > 0;
}

/** @throws Refusal `manager_not_certified` where the community asks for a certificate and the person has no valid one */
export async function assertMayManage(
	db: Kysely<DB>,
	community: { certificateRequiredAt: Date | null },
	person: { userId: string; name: string },
	{ at, field }: { at: Date; field: string },
): Promise<void> {
	if (!community.certificateRequiredAt || (await isCertified(db, person.userId, at))) return;
	refuse('manager_not_certified', { field, values: { name: person.name } });
}

type Affected = { communityId: string; organisationId: string; deputyId: string | null };

/**
 * Somebody is no longer certified, from `at` on. Rights need nothing of this: they follow from the rows. It is put on
 * record for each community that the person may no longer lead, so that those who answer for it and the deputy hear it.
 */
export async function noteLostCertificate(trx: Kysely<DB>, lost: { userId: string; at: Date }): Promise<void> {
	const { userId, at } = lost;
	if (await isCertified(trx, userId, at)) return;
	const { rows } = await sql<Affected>`
		select c.id as "communityId", c.organisation_id as "organisationId",
			(select user_id from managers_at(c.id, ${at}) where stands_in) as "deputyId"
		from community c join membership m on m.community_id = c.id and m.user_id = ${userId} and m.role = 'manager'
			and m.ended_at is null
		where c.certificate_required_at <= ${at} and c.archived_at is null`.execute(trx);
	for (const { communityId, organisationId, deputyId } of rows) {
		const detail = { communityId, deputyId };
		await audit(trx, { action: 'manager_suspended', actorId: null, subjectId: userId, detail });
		await record(trx, {
			kind: 'manager_suspended',
			communityId,
			subjectId: userId,
			data: { organisationId, deputyId },
			at,
		});
	}
}
