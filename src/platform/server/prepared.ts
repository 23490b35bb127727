import { createHash } from 'node:crypto';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** Characters from which on planning a query takes as long as carrying it out. */
const worthwhile = 60;
/** Texts that get a name; what is put together anew each time would only fill the database's memory. */
const most = 400;
const mostParameters = 40;
/** Its columns change with the table, which the database refuses of a prepared statement. */
const whateverColumns = /(?:select|returning|,)\s+(?:"[^"]+"\.)?\*/i;

/** What the query builder looks at: how many rows were written, and whether a commit became a rollback. */
const commands = ['UPDATE', 'DELETE', 'INSERT', 'MERGE', 'COMMIT', 'ROLLBACK'] as const;

/** The names of the queries that are planned once a connection. */
export class PlanNames {
	readonly #names = new Map<string, string>();

	/** The name under which a connection keeps the plan of a query that reads, or `undefined`. */
	of(text: string, parameters: number): string | undefined {
		const known = this.#names.get(text);
		if (known || text.length < worthwhile || parameters > mostParameters || this.#names.size >= most) return known;
		if (!/^\s*(?:select|with)\b/i.test(text) || whateverColumns.test(text)) return undefined;
		const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
		this.#names.set(text, name);
		return name;
	}
}

const plans = new PlanNames();

/** A client that has the database plan long queries once a connection instead of every time. */
export class PlanningClient implements PostgresPoolClient {
	readonly #client: pg.PoolClient;
	#held = false;

	constructor(client: pg.PoolClient) {
		this.#client = client;
	}

	query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
	query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
	query<R>(
		text: string | PostgresCursor<R>,
		parameters: readonly unknown[] = [],
	): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
		if (typeof text !== 'string') throw new Error('cursors are not used');
		this.#hold();
		return this.#plan<R>(text, parameters);
	}

	/** Keeps what is written until all has been asked that can be asked now, so that it goes to the database in one write. */
	#hold(): void {
		if (this.#held) return;
		this.#held = true;
		const { stream } = this.#client.connection;
		stream.cork();
		this.later(() => {
			this.#held = false;
			stream.uncork();
		});
	}

	/** When that is. */
	protected later(send: () => void): void {
		process.nextTick(send);
	}

	async #plan<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
		const name = plans.of(text, parameters.length);
		const { command, rowCount, rows } = await this.#client.query({
			text,
			values: [...parameters],
			...(name ? { name } : {}),
		});
		return { command: commands.find((one) => one === command) ?? 'SELECT', rowCount: rowCount ?? 0, rows };
	}

	release(destroy?: boolean): void {
		this.#client.release(destroy);
	}
}

/** The pool as the query builder uses it. */
export function planningPool(pool: pg.Pool): PostgresPool {
	const clients = new WeakMap<pg.PoolClient, PlanningClient>();
	return {
		options: pool.options,
		end: () => pool.end(),
		connect: async () => {
			const client = await pool.connect();
			const planning = clients.get(client) ?? new PlanningClient(client);
			clients.set(client, planning);
			return planning;
		},
	};
}
