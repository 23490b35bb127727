import { setImmediate as afterSending } from 'node:timers/promises';
import {
	AbortedTransactionError,
	sql,
	Transaction,
	type DatabaseConnection,
	type Kysely,
	type RawBuilder,
} from 'kysely';
import { database, reading, writing } from '#platform/server/database.ts';
import type { DB } from '#platform/server/schema.ts';

/**
 * Part of a query's `from`: its commit does not wait for the disk where it goes beside a page. All see it at once; a power
 * cut within the second after it undoes it, and what else was acknowledged until then is kept.
 */
export const unawaited = ({ beside }: { beside: boolean }): RawBuilder<unknown> =>
	beside ? sql`cross join (select set_config('synchronous_commit', 'off', true)) unawaited` : sql``;

/** Sends a statement on whose answer nothing depends but the commit, which waits for it. */
export type Along = (statement: RawBuilder<unknown>) => void;

/**
 * One transaction in as few ways to the database as its statements depend on each other: it begins with the first one,
 * those that are asked at once (`Promise.all`) go in one write and are carried out in the order of asking, and the commit
 * goes with what was handed to `along`. After a statement that fails the database rolls back whatever follows, the commit
 * included.
 * @throws whatever `work` or a statement handed to `along` throws; nothing of it is kept then
 */
export async function transaction<Answer>(
	work: (trx: Transaction<DB>, along: Along) => Promise<Answer>,
): Promise<Answer> {
	const { driver } = writing;
	return database.getExecutor().provideConnection(async (connection) => {
		const trx = on(connection, database);
		const begun = sent(driver.beginTransaction(connection, {}));
		const beside: Promise<unknown>[] = [];
		try {
			// sent at this moment, so that the commit can only come after it
			const answer = await work(trx, (statement) => {
				beside.push(sent(connection.executeQuery(statement.compile(trx))));
			});
			await begun;
			const committed = sent(driver.commitTransaction(connection));
			// what failed says why there is no commit
			await Promise.all(beside);
			await committed;
			return answer;
		} catch (cause) {
			// harmless where the database has rolled back already
			if (!(cause instanceof AbortedTransactionError)) await driver.rollbackTransaction(connection);
			throw cause;
		}
	});
}

/** Does what needs no answer once all that is asked now is on its way, while the database is at it. */
export async function meanwhile<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
	await afterSending();
	return work();
}

/** The same for what reads, which begins no transaction and so has no commit. */
export function lookingOnly<Answer>(work: (trx: Transaction<DB>, along: Along) => Promise<Answer>): Promise<Answer> {
	return reading.getExecutor().provideConnection(async (connection) => {
		const trx = on(connection, reading);
		const beside: Promise<unknown>[] = [];
		const answer = await work(trx, (statement) => void beside.push(sent(statement.execute(trx))));
		await Promise.all(beside);
		return answer;
	});
}

/** Sends each statement at once; the query builder's own transactions wait for the answer to the one before. */
function on(connection: DatabaseConnection, db: Kysely<DB>): Transaction<DB> {
	const { dialect, driver } = writing;
	const provider = {
		provideConnection: <T>(consumer: (one: DatabaseConnection) => Promise<T>) => consumer(connection),
	};
	const executor = db.getExecutor().withConnectionProvider(provider);
	return new Transaction<DB>({ config: { dialect }, dialect, driver, executor });
}

/** Its failure is told when it is waited for. */
function sent<Answer>(statement: Promise<Answer>): Promise<Answer> {
	statement.catch(() => {});
	return statement;
}
