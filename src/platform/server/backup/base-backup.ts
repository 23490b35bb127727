import { Readable } from 'node:stream';
import pg from 'pg';

/** The message of the protocol that carries a part of the archive; others tell names and progress. */
const part = 'd'.charCodeAt(0);

type Message = { chunk: Buffer };

/**
 * PostgreSQL's own copy of all its data while it works: a tar of its folder, and in it the log that brings the copy to
 * where the database stood when copying ended. `client` is a replication connection that does nothing else; it
 * keeps the log from being recycled meanwhile.
 */
export async function baseBackup(client: pg.Client): Promise<Readable> {
	await client.query('CREATE_REPLICATION_SLOT allmende_backup TEMPORARY PHYSICAL RESERVE_WAL');
	return client.query(new BaseBackup()).tar;
}

/** Speaks with `pg` as one of its queries does, for it reads no more than one result of this command by itself. */
class BaseBackup implements pg.Submittable {
	readonly tar = new Readable({ read: () => this.connection?.stream.resume() });
	private connection: pg.Connection | null = null;

	submit(connection: pg.Connection): void {
		this.connection = connection;
		connection.query(`BASE_BACKUP (LABEL 'allmende', CHECKPOINT 'fast', WAL true, MANIFEST 'no')`);
	}

	handleCopyData({ chunk }: Message): void {
		// `pg` writes the next message over this one
		if (chunk[0] === part && !this.tar.push(Buffer.from(chunk.subarray(1)))) this.connection?.stream.pause();
	}

	handleReadyForQuery(): void {
		this.tar.push(null);
	}

	handleError(cause: Error): void {
		this.tar.destroy(cause);
	}

	handleRowDescription(): void {}
	handleDataRow(): void {}
	handleCommandComplete(): void {}
}
