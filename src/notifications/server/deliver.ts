import type { Transaction } from 'kysely';
import { domainNow } from '#platform/server/clock.ts';
import { announce } from '#platform/server/live.ts';
import type { DB } from '#platform/server/schema.ts';
import { transaction } from '#platform/server/transaction.ts';
import type { Hearer } from '#notifications/server/audiences.ts';
import { happeningOf, type Happening } from '#notifications/server/happening.ts';
import { putNews } from '#notifications/server/news-entries.ts';
import { mailNews } from '#notifications/server/news-mail.ts';
import { wishesOf } from '#notifications/server/wishes.ts';
import { weightOf } from '#notifications/must-know.ts';
import { table, type Telling } from '#notifications/table.ts';
import { decide } from '#notifications/wishes.ts';

/** Job: tells of an activity that could not be told of at once. */
export const deliverActivity = ({ activityId }: { activityId: string }): Promise<void> =>
	transaction((trx) => deliver(trx, activityId));

/**
 * Tells of one activity whoever the table names, under the rights and by the wishes of this moment.
 * All in one transaction, and each (person, activity, kind) once, so that doing it again doubles nothing.
 */
export async function deliver(trx: Transaction<DB>, activityId: string): Promise<void> {
	const [now, happening] = await Promise.all([domainNow(), happeningOf(trx, activityId)]);
	if (!happening) return;
	const heard = new Map<string, Set<string>>();
	const tellings = inOrder(table[happening.kind] ?? []);
	const audiences = await Promise.all(tellings.map(({ to }) => to(trx, happening, now)));
	for (const [index, telling] of tellings.entries()) {
		const already = (telling.unless ?? []).map((kind) => heard.get(kind));
		const hearers = (audiences[index] ?? []).filter(
			({ userId }) => !already.some((told) => told?.has(userId)) && (telling.actorToo || userId !== happening.actorId),
		);
		heard.set(telling.kind, new Set(hearers.map(({ userId }) => userId)));
		await tell(trx, telling, happening, hearers);
	}
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
		.select((e) =>
			e
				.exists(
					e
						.selectFrom('membership as m')
						.select('m.id')
						.whereRef('m.userId', '=', 'user.id')
						.where('m.communityId', '=', happening.communityId)
						.where('m.endedAt', 'is', null),
				)
				.$castTo<boolean>()
				.as('inside'),
		)
		.where((e) => e('id', '=', e.fn.any(e.val([...said.keys()]))))
		.where('erasedAt', 'is', null)
		.execute();
	const { kind } = telling;
	const { communityId, activityId, at } = happening;
	const threadId = threadOf(happening);
	const wishes = await wishesOf(
		trx,
		people.map(({ id }) => id),
		{ kind, communityId, threadId: telling.topic === 'talk' ? threadId : null },
	);
	const news = { weight: weightOf(telling), mail: telling.mail };
	const told = people.flatMap((person) => {
		const wish = wishes.get(person.id);
		const decided = wish && decide(news, wish);
		return decided?.told ? [{ person, values: said.get(person.id) ?? {}, mail: decided.mail }] : [];
	});
	const fresh = await putNews(
		trx,
		{ activityId, kind, communityId, threadId, href: telling.href(happening), at },
		told.map(({ person, values, mail }) => ({ userId: person.id, values, mail })),
	);
	for (const { person, values, mail } of told) {
		if (!fresh.has(person.id)) continue;
		await announce(trx, `user:${person.id}`);
		if (mail === 'at_once') await mailNews(trx, telling, happening, person, values);
	}
}

const threadOf = ({ data }: Happening): string | null => {
	const { threadId } = data;
	return typeof threadId === 'string' ? threadId : null;
};
