import type { Transaction } from 'kysely';
import { m } from '#messages/messages.js';
import { domainNow } from '#platform/server/clock.ts';
import { config } from '#platform/server/config.ts';
import { database } from '#platform/server/database.ts';
import { announce } from '#platform/server/live.ts';
import { queueMail } from '#platform/server/mail.ts';
import type { DB } from '#platform/server/schema.ts';
import type { Locale } from '#platform/viewer.ts';
import { meetingFile, meetingsFile } from '#events/server/calendar-events.ts';
import type { Hearer } from '#notifications/server/audiences.ts';
import { happeningOf, type Happening, type Values } from '#notifications/server/happening.ts';
import { table, type Telling } from '#notifications/table.ts';
import { sentenceOf, titleOf } from '#notifications/words.ts';

/**
 * Job: tells of one activity whoever the table names, under the rights of this moment.
 * All in one transaction, and each (person, activity, kind) once, so that a job that runs again doubles nothing.
 */
export async function deliverActivity({ activityId }: { activityId: string }): Promise<void> {
	const now = await domainNow();
	await database.transaction().execute(async (trx) => {
		const happening = await happeningOf(trx, activityId);
		if (!happening) return;
		const heard = new Map<string, Set<string>>();
		for (const telling of inOrder(table[happening.kind] ?? [])) {
			const already = telling.unless ? heard.get(telling.unless) : undefined;
			const hearers = (await telling.to(trx, happening, now)).filter(
				({ userId }) => !already?.has(userId) && (telling.actorToo || userId !== happening.actorId),
			);
			heard.set(telling.kind, new Set(hearers.map(({ userId }) => userId)));
			await tell(trx, telling, happening, hearers);
		}
	});
}

/** What others give way to comes first. */
const inOrder = (row: readonly Telling[]): readonly Telling[] => [
	...row.filter((telling) => !telling.unless),
	...row.filter((telling) => telling.unless),
];

async function tell(
	trx: Transaction<DB>,
	telling: Telling,
	happening: Happening,
	hearers: readonly Hearer[],
): Promise<void> {
	if (hearers.length === 0) return;
	const said = new Map(hearers.map(({ userId, values }) => [userId, { ...happening.values, ...values }]));
	const people = await trx
		.selectFrom('user')
		.select(['id', 'name', 'email', 'locale', 'timeZone'])
		.where('id', 'in', [...said.keys()])
		.where('erasedAt', 'is', null)
		.execute();
	if (people.length === 0) return;
	const added = await trx
		.insertInto('notification')
		.values(
			people.map(({ id }) => ({
				userId: id,
				activityId: happening.activityId,
				kind: telling.kind,
				communityId: happening.communityId,
				href: telling.href(happening),
				values: JSON.stringify(said.get(id) ?? {}),
				at: happening.at,
			})),
		)
		.onConflict((c) => c.columns(['userId', 'activityId', 'kind']).doNothing())
		.returning('userId')
		.execute();
	const fresh = new Set(added.map(({ userId }) => userId));
	const choices = await mailChoices(trx, telling, [...fresh]);
	for (const person of people) {
		if (!fresh.has(person.id)) continue;
		await announce(trx, `user:${person.id}`);
		if (choices(person.id)) await mail(trx, telling, happening, person, said.get(person.id) ?? {});
	}
}

/** Whether each of them wants the mail. */
async function mailChoices(
	trx: Transaction<DB>,
	{ kind, mail }: Telling,
	userIds: readonly string[],
): Promise<(userId: string) => boolean> {
	if (mail === 'always' || mail === 'never' || userIds.length === 0) return () => mail === 'always';
	const chosen = await trx
		.selectFrom('notificationPreference')
		.select(['userId', 'mail'])
		.where('kind', '=', kind)
		.where('userId', 'in', userIds)
		.execute();
	const choice = new Map(chosen.map((row) => [row.userId, row.mail]));
	return (userId) => choice.get(userId) ?? mail === 'usually';
}

type Person = { id: string; name: string; email: string; locale: string; timeZone: string };

async function mail(
	trx: Transaction<DB>,
	telling: Telling,
	happening: Happening,
	person: Person,
	values: Values,
): Promise<void> {
	const locale: Locale = person.locale === 'en' ? 'en' : 'de';
	const reader = { locale, timeZone: person.timeZone };
	const community = happening.values['community'];
	const calendar = await fileFor(trx, telling, happening, { name: person.name, email: person.email, locale });
	await queueMail(trx, {
		kind: telling.kind,
		userId: person.id,
		to: person.email,
		locale,
		subject: [titleOf(telling.kind, reader), community].filter(Boolean).join(' · '),
		body: m.news_mail_body(
			{
				name: person.name,
				sentence: sentenceOf(telling.kind, values, reader),
				link: config.publicUrl + telling.href(happening),
				settings: `${config.publicUrl}/me/notifications`,
			},
			{ locale },
		),
		...(calendar ? { calendar } : {}),
		at: happening.at,
	});
}

async function fileFor(
	trx: Transaction<DB>,
	{ calendar }: Telling,
	{ subjectId, communityId, at }: Happening,
	attendee: { name: string; email: string; locale: Locale },
): Promise<string | null> {
	if (calendar === 'meeting' && subjectId) return meetingFile(trx, subjectId, attendee);
	if (calendar === 'all_meetings' && communityId) return meetingsFile(trx, communityId, at, attendee.locale);
	return null;
}
