import pg from 'pg';
import { ask } from './load.ts';
import type { Started } from './server.ts';
import type { BenchWorld } from './world.ts';

let keys = 0;

/** Sends JSON to the API as the person with this cookie, whose page would. @throws when it is not accepted */
export async function send(product: Started, cookie: string, path: string, body: object) {
	const answer = await ask({
		url: `${product.url}/api/v1${path}`,
		method: 'POST',
		headers: {
			cookie,
			origin: product.url,
			'content-type': 'application/json',
			'idempotency-key': `bench-${Date.now()}-${keys++}`,
		},
		body: JSON.stringify(body),
	});
	if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
	return answer;
}

/** A thread of this run's own, so that the threads whose pages are measured stay as they are. Answers its id. */
export async function openThread(world: BenchWorld, product: Started, cookie: string): Promise<string> {
	const client = new pg.Client(world.databaseUrl);
	await client.connect();
	const { rows } = await client.query<{ id: string }>('select space_id as id from thread where id = $1', [
		world.threads.short,
	]);
	await client.end();
	const answer = await send(product, cookie, `/spaces/${rows[0]?.id}/threads`, {
		kind: 'discussion',
		title: 'Wer hat die Leiter?',
		body: 'Sie steht nicht mehr im Keller.',
	});
	return String(JSON.parse(answer.text).threadId);
}
