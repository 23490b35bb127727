import S3rver from '@20minutes/s3rver';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bucket } from '#platform/server/file-store.ts';

export type ObjectStorage = {
	bucket: Bucket;
	/** Names of all objects, each with that of its folder. */
	objects: () => string[];
	/** Makes all objects old. */
	age: () => void;
	/** Has the next `times` requests answered by 503. */
	fail: (times: number) => void;
	stop: () => Promise<void>;
};

/** An S3 server of others’ making with one bucket, which checks signatures. */
export async function startObjectStorage(): Promise<ObjectStorage> {
	const directory = mkdtempSync(join(tmpdir(), 's3-'));
	const storage = new S3rver({ directory, silent: true, configureBuckets: [{ name: 'allmende' }] });
	await storage.configureBuckets();
	const answer = storage.callback();
	let failures = 0;
	const server = createServer((req, res) => {
		if (failures === 0) return void answer(req, res);
		failures -= 1;
		res.writeHead(503).end();
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	const objects = () =>
		readdirSync(join(directory, 'allmende'), { recursive: true, encoding: 'utf8' }).filter((name) =>
			name.endsWith('_object'),
		);
	const age = () => {
		for (const name of objects()) utimesSync(join(directory, 'allmende', name), 1, 1);
	};
	return {
		age,
		bucket: {
			url: `http://127.0.0.1:${port}/allmende`,
			region: 'us-east-1',
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
		},
		objects,
		fail: (times) => (failures = times),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
			rmSync(directory, { recursive: true, force: true });
		},
	};
}
