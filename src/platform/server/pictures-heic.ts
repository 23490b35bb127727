import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { projectRoot } from '#platform/server/project-root.ts';

let last: Promise<unknown> = Promise.resolve();

/** Unpacks a phone's HEIC in a thread of its own, one at a time: it takes seconds and some 200 MB for a large one. */
export function jpegFromHeic(heic: Uint8Array): Promise<Uint8Array> {
	const mine = last.then(() => convert(heic));
	last = mine.catch(() => undefined);
	return mine;
}

function convert(heic: Uint8Array): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		const thread = new Worker(join(projectRoot(), 'src/platform/server/pictures-heic-worker.ts'), {
			workerData: heic,
			execArgv: [],
		});
		const timer = setTimeout(() => void thread.terminate(), 60_000);
		thread.once('message', resolve);
		thread.once('error', reject);
		thread.once('exit', () => {
			clearTimeout(timer);
			reject(new Error('no picture came back'));
		});
	});
}
