import { openAsBlob } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { placeOf, type Bucket, type FileStore } from '#platform/server/file-store.ts';
import { receive, sweepArriving } from '#platform/server/files-arriving.ts';

/** Pauses before another try, in milliseconds. */
const pauses = [200, 800];

/** Keeps contents as objects named by their digest in `bucket`. In `incoming` they arrive, so that no object is ever half there. */
export function s3Store(bucket: Bucket, incoming: string): FileStore {
	const ask = request.bind(null, bucket);
	const found = async (method: string, digest: string) => {
		const answer = await ask(method, digest);
		if (answer.status !== 404) return answer;
		await answer.body?.cancel();
		return null;
	};
	const opened = async (digest: string) => {
		const answer = await found('GET', digest);
		if (!answer?.body) throw new Error('the object storage has no such content');
		return answer.body;
	};
	const remove = async (digest: string) => {
		await (await ask('DELETE', digest)).body?.cancel();
	};
	return {
		put: (content, limit) =>
			receive(incoming, content, limit, async (arrived, { digest }) => {
				await (await ask('PUT', digest, await openAsBlob(arrived))).body?.cancel();
			}),
		open: opened,
		read: async (digest) => new Uint8Array(await new Response(await opened(digest)).arrayBuffer()),
		async stat(digest) {
			const answer = await found('HEAD', digest);
			return answer && { digest, bytes: Number(answer.headers.get('content-length')) };
		},
		delete: remove,
		async discard(digest, instant) {
			const answer = await found('HEAD', digest);
			if (!answer) return true;
			if (new Date(answer.headers.get('last-modified') ?? 0) >= instant) return false;
			await remove(digest);
			return true;
		},
		sweep: (instant) => sweepArriving(incoming, instant),
	};
}

/** @throws what the storage says when it neither does it nor has nothing there, after some tries where that may help */
async function request(bucket: Bucket, method: string, digest: string, content?: Blob): Promise<Response> {
	const url = `${bucket.url}/${placeOf(digest)}`;
	for (let tries = 0; ; tries += 1) {
		const answer = await once(bucket, method, url, content && { digest, content }).catch((cause: unknown) => cause);
		const answered = answer instanceof Response;
		if (answered && (answer.ok || (answer.status === 404 && !content))) return answer;
		const failure = answered ? await complaint(method, answer) : answer;
		const pause = pauses[tries];
		if (pause === undefined || (answered && answer.status < 500 && answer.status !== 429)) throw failure;
		await wait(pause);
	}
}

/** The storage is told the digest of what it is sent, and refuses what has become another content on the way. */
async function once(
	{ url: _, ...access }: Bucket,
	method: string,
	url: string,
	sent?: { digest: string; content: Blob },
): Promise<Response> {
	const headers = sent ? { 'x-amz-content-sha256': sent.digest } : {};
	const signed = await new AwsV4Signer({ ...access, service: 's3', method, url, headers }).sign();
	return fetch(signed.url, { method, headers: signed.headers, body: sent?.content ?? null });
}

async function complaint(method: string, answer: Response): Promise<Error> {
	const [, code] = /<Code>(\w+)<\/Code>/.exec(await answer.text()) ?? [];
	return new Error(`the object storage answered ${answer.status}${code ? ` ${code}` : ''} to ${method}`);
}
