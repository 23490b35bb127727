import { existsSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '#platform/server/cannot-start.ts';
import { prepareDataFolder, restoringMark, settlePlace } from '#platform/server/data-folder.ts';
import { lockDataFolder } from '#platform/server/data-lock.ts';
import { embeddedPlace, pointerFile } from '#platform/server/embedded-place.ts';
import { atEnd } from '#platform/server/endings.ts';

export type Target = {
	/** Where the database is to lie. */
	cluster: string;
	/** From now on it is a data folder as any other. */
	whole: () => void;
	/** Leaves it as it was found. */
	clear: () => void;
};

/** Takes an empty data folder (or one that a killed restore has left half filled) to restore into. @throws {CannotStart} */
export async function claimTarget(dataDir: string): Promise<Target> {
	const made = !existsSync(dataDir);
	prepareDataFolder(dataDir);
	const { release } = await lockDataFolder(dataDir, 0);
	atEnd(release);
	const mark = restoringMark(dataDir);
	if (existsSync(mark)) empty(dataDir);
	const [found] = readdirSync(dataDir).filter((name) => name !== 'lock');
	if (found)
		throw new CannotStart(
			`The data folder ${dataDir} is not empty (${found} lies there); move it away, or set DATA_DIR to a new folder.`,
		);
	writeFileSync(mark, '');
	settlePlace(dataDir);
	return {
		cluster: embeddedPlace(dataDir).cluster,
		whole: () => rmSync(mark),
		clear: () => {
			empty(dataDir);
			release();
			if (made) rmdirSync(dataDir);
		},
	};
}

/** Of everything but the lock; the mark goes last. */
function empty(dataDir: string): void {
	if (existsSync(pointerFile(dataDir)))
		rmSync(dirname(embeddedPlace(dataDir).cluster), { recursive: true, force: true });
	const mark = restoringMark(dataDir);
	const inside = readdirSync(dataDir).map((name) => join(dataDir, name));
	for (const path of inside) if (path !== mark && path !== join(dataDir, 'lock')) rmSync(path, { recursive: true });
	rmSync(mark, { force: true });
}
