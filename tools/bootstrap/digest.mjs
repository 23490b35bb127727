import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One digest over files and folders, in a fixed order; `without` names paths to leave out.
 * @param {readonly string[]} paths
 * @param {readonly string[]} [without]
 * @returns {string}
 */
export function digestOf(paths, without = []) {
	const hash = createHash('sha256');
	/** @param {string} path */
	const add = (path) => {
		if (without.includes(path.replaceAll('\\', '/')) || !existsSync(path)) return;
		if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
		else hash.update(path).update('\0').update(readFileSync(path));
	};
	paths.forEach(add);
	return hash.digest('hex');
}

/**
 * @param {string} stamp
 * @param {string} digest
 * @returns {boolean}
 */
export const isStamped = (stamp, digest) => existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
