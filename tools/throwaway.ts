import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded, type Embedded } from '#platform/server/embedded.ts';
import { isAlive, leftBehind } from '#platform/server/postmaster.ts';
import { canReach, serverUser } from '#platform/server/server-user.ts';

const prefix = 'allmende-throwaway-';

/** A new folder for temporary files that PostgreSQL's user can enter; its name says whose it is. */
export function throwawayFolder(): string {
	const user = serverUser('');
	const place = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canReach(user, folder)) ?? tmpdir();
	const folder = mkdtempSync(join(place, `${prefix}${process.pid}-`));
	chmodSync(folder, 0o711);
	return folder;
}

/** A PostgreSQL that is gone with all its data once it is stopped: fast, and not safe against a power cut. */
export async function startThrowaway(): Promise<Embedded> {
	const folder = throwawayFolder();
	await sweep(join(folder, '..'));
	const server = await startEmbedded(join(folder, 'db'), { throwaway: true });
	const stop = async () => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { ...server, stop };
}

/** Ends and removes what runs that were killed left behind. */
async function sweep(place: string): Promise<void> {
	for (const name of readdirSync(place)) {
		const pid = Number(/^allmende-throwaway-(\d+)-/.exec(name)?.[1]);
		if (!pid || isAlive(pid)) continue;
		try {
			for (const cluster of [join(place, name, 'db'), join(place, name, 'data/postgres')]) await end(cluster);
			rmSync(join(place, name), { recursive: true, force: true });
		} catch {
			// somebody else's, or somebody else is just doing the same
		}
	}
}

async function end(cluster: string): Promise<void> {
	if (!leftBehind(cluster)) return;
	const server = await startEmbedded(cluster, { throwaway: true });
	await server.stop();
}
