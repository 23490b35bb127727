import type { PostgresPool } from 'kysely';
import type pg from 'pg';
import { PlanningClient } from '#platform/server/prepared.ts';

/**
 * Whoever begins to read in the same turn of the event loop, such as all that one page asks at once, shares a connection,
 * and what they ask in one turn goes to the database in one write. Each way to another process costs more than most of
 * the queries themselves. Only for a pool whose connections can have several queries under way (`pipeline`), and only
 * for what needs no transaction.
 */
export function sharingPool(pool: pg.Pool): PostgresPool {
	let turn: SharedConnection | null = null;
	return {
		options: pool.options,
		end: () => pool.end(),
		connect() {
			if (!turn) {
				const begun = new SharedConnection(pool.connect());
				turn = begun;
				begun.join();
				setImmediate(() => {
					turn = null;
					begun.leave();
				});
			}
			turn.join();
			return turn.client;
		},
	};
}

class SharedConnection {
	readonly client: Promise<SharedClient>;
	#users = 0;

	constructor(connected: Promise<pg.PoolClient>) {
		this.client = connected.then((client) => new SharedClient(client, () => this.leave()));
	}

	join(): void {
		this.#users += 1;
	}

	leave(): void {
		this.#users -= 1;
		if (this.#users > 0) return;
		// whoever asked for it was told why there is none
		void this.client.then(
			(client) => client.giveBack(),
			() => {},
		);
	}
}

class SharedClient extends PlanningClient {
	readonly #leave: () => void;

	constructor(client: pg.PoolClient, leave: () => void) {
		super(client);
		this.#leave = leave;
	}

	/** When the turn is over, for each who shares it asks for itself. */
	protected override later(send: () => void): void {
		setImmediate(send);
	}

	override release(): void {
		this.#leave();
	}

	giveBack(): void {
		super.release();
	}
}
