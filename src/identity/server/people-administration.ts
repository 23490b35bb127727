import { sql, type Kysely } from 'kysely';
import * as z from 'zod';
import { personGround } from '#identity/server/grounds.ts';
import { accessEndedMail } from '#identity/server/account-mails.ts';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';

type Listed = {
	userId: string;
	name: string;
	email: string;
	emailVerified: boolean;
	administrator: boolean;
	employer: string;
	picture: string | null;
	createdAt: Date;
};

const perPage = 40;
const german = sql`collate "de-x-icu"`;
/** Any text as one that `like` takes literally. */
const literally = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** By name or address, in the order of names. Says who has an account, never what anybody does. */
export const peopleList = verb({
	name: 'peopleList',
	method: 'get',
	path: '/admin/people',
	summary: 'The people of the instance, searched by name or address',
	scope: 'administration:read',
	who: ['administrator'],
	at: here,
	input: z.object({
		q: z.string().trim().max(200).default('').describe('Part of a name or an address'),
		only: z.enum(['administrators']).optional(),
		after: z.uuid().optional().describe('The last person of the page before'),
	}),
	paged: 'after',
	async run({ trx }, { q, only, after }) {
		const found = sql`u.erased_at is null and (${q} = '' or u.name ilike ${literally(q)} or u.email ilike ${literally(q)})
			and (${only ?? null}::text is null or u.administrator)`;
		const { rows } = await sql<Listed>`
			select u.id as "userId", u.name, u.email, u.email_verified as "emailVerified", u.administrator, u.employer,
				'/files/' || u.picture_file_id as picture, u.created_at as "createdAt"
			from "user" u
			where ${found} and (${after ?? null}::uuid is null
				or (u.name ${german}, u.id) > (select name ${german}, id from "user" where id = ${after ?? null}::uuid))
			order by u.name ${german}, u.id limit ${perPage + 1}`.execute(trx);
		const { rows: counted } = await sql<{ count: number }>`
			select count(*)::int as count from "user" u where ${found}`.execute(trx);
		const people = rows.slice(0, perPage);
		return {
			people,
			count: counted[0]?.count ?? 0,
			q,
			only: only ?? null,
			next: rows.length > perPage ? (people.at(-1)?.userId ?? null) : null,
		};
	},
});

/** What administrators need in order to help with an account: no activity, no course records. */
export const personAccount = verb({
	name: 'personAccount',
	method: 'get',
	path: '/admin/people/{userId}',
	summary: 'A person’s account: address, offices, communities, how often signed in',
	scope: 'administration:read',
	who: ['administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	async run(scene, { userId }) {
		const { trx } = scene;
		const { pictureFileId, ...person } = await trx
			.selectFrom('user')
			.select(['id as userId', 'name', 'email', 'emailVerified', 'administrator', 'employer', 'locale', 'createdAt'])
			.select('pictureFileId')
			.where('id', '=', userId)
			.executeTakeFirstOrThrow();
		const { rows: access } = await sql<{ sessions: number; tokens: number; administrators: number }>`
			select
				(select count(*)::int from session where user_id = ${userId} and expires_at > now()) as sessions,
				(select count(*)::int from access_token where user_id = ${userId}
					and (expires_at is null or expires_at > now())) as tokens,
				(select count(*)::int from "user" where administrator and erased_at is null) as administrators`.execute(trx);
		const { rows: communities } = await sql<{ id: string; name: string; roles: string[] }>`
			select c.id, c.name, array_agg(distinct m.role) as roles
			from membership m join community c on c.id = m.community_id
			where m.user_id = ${userId} and m.ended_at is null group by c.id order by c.name`.execute(trx);
		const { rows: organisations } = await sql<{ id: string; name: string; role: string }>`
			select o.id, o.name, r.role from organisation_role r join organisation o on o.id = r.organisation_id
			where r.user_id = ${userId} and r.ended_at is null order by o.name, r.role`.execute(trx);
		const { sessions = 0, tokens = 0, administrators = 0 } = access[0] ?? {};
		return {
			person: { ...person, picture: pictureFileId ? `/files/${pictureFileId}` : null },
			sessions,
			tokens,
			communities,
			organisations,
			oneself: signedIn(scene).userId === userId,
			lastAdministrator: person.administrator && administrators === 1,
		};
	},
});

/** Signs somebody out everywhere, as when a device was lost, and tells them by mail. */
export const endAccess = verb({
	name: 'endAccess',
	method: 'post',
	path: '/admin/people/{userId}/access/end',
	summary: 'End all sessions of a person, and the access tokens where wanted',
	scope: 'administration:write',
	who: ['administrator'],
	at: personGround,
	input: z.object({
		userId: z.uuid(),
		reason: z.string().trim().min(10).max(500),
		tokens: z.union([z.boolean(), z.stringbool()]).default(false).describe('Revoke access tokens, too'),
	}),
	output: z.object({ sessions: z.int(), tokens: z.int() }),
	async run(scene, { userId, reason, tokens }) {
		const { trx } = scene;
		const ended = await trx.deleteFrom('session').where('userId', '=', userId).executeTakeFirst();
		const revoked = tokens ? await trx.deleteFrom('accessToken').where('userId', '=', userId).executeTakeFirst() : null;
		const person = await trx
			.selectFrom('user')
			.select(['id', 'name', 'email', 'locale'])
			.where('id', '=', userId)
			.executeTakeFirstOrThrow();
		await queueMail(trx, accessEndedMail(person, reason));
		const counts = { sessions: Number(ended.numDeletedRows), tokens: Number(revoked?.numDeletedRows ?? 0) };
		await audit(trx, {
			action: 'access_ended',
			actorId: signedIn(scene).userId,
			subjectId: userId,
			detail: { ...counts, reason },
		});
		return counts;
	},
});

export const makeAdministrator = verb({
	name: 'makeAdministrator',
	method: 'post',
	path: '/admin/people/{userId}/administrator',
	summary: 'Make somebody an administrator of the instance',
	scope: 'administration:write',
	who: ['administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	output: z.object({ administrator: z.literal(true) }),
	async run(scene, { userId }) {
		const person = await scene.trx
			.selectFrom('user')
			.select(['administrator', 'emailVerified'])
			.where('id', '=', userId)
			.where('erasedAt', 'is', null)
			.forUpdate()
			.executeTakeFirst();
		if (!person) throw notFound();
		if (!person.emailVerified) refuse('administrator_unverified');
		if (!person.administrator) await setAdministrator(scene.trx, userId, true, signedIn(scene).userId);
		return { administrator: true as const };
	},
});

/** The last one stays, so that an instance never is without. All of them are locked: two cannot end each other at once. */
export const endAdministrator = verb({
	name: 'endAdministrator',
	method: 'delete',
	path: '/admin/people/{userId}/administrator',
	summary: 'End somebody’s being an administrator; the last one stays',
	scope: 'administration:write',
	who: ['administrator'],
	at: personGround,
	input: z.object({ userId: z.uuid() }),
	output: z.object({ administrator: z.literal(false) }),
	async run(scene, { userId }) {
		const administrators = await scene.trx
			.selectFrom('user')
			.select('id')
			.where('administrator', '=', true)
			.where('erasedAt', 'is', null)
			.orderBy('id')
			.forUpdate()
			.execute();
		if (!administrators.some(({ id }) => id === userId)) return { administrator: false as const };
		if (administrators.length === 1) refuse('last_administrator');
		await setAdministrator(scene.trx, userId, false, signedIn(scene).userId);
		return { administrator: false as const };
	},
});

async function setAdministrator(
	trx: Kysely<DB>,
	userId: string,
	administrator: boolean,
	actorId: string,
): Promise<void> {
	await trx.updateTable('user').set({ administrator, updatedAt: new Date() }).where('id', '=', userId).execute();
	await audit(trx, {
		action: administrator ? 'administrator_made' : 'administrator_ended',
		actorId,
		subjectId: userId,
	});
}
