import { createServer, type ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { gracefulServer, listen, refuseTakenPort } from '#platform/server/listen.ts';
import { clientAddress, fixAddress } from '#platform/server/public-address.ts';
import { freePort } from '../../../tests/server.ts';

const host = '127.0.0.1';

test('a request that is running when the server stops is still answered; a new one is not', async () => {
	const address = { host, port: await freePort() };
	const waiting: ServerResponse[] = [];
	const { server, stop } = gracefulServer((_, res) => waiting.push(res));
	await listen(server, address);
	const running = fetch(`http://${host}:${address.port}/`);
	await expect.poll(() => waiting.length).toBe(1);
	const stopped = stop(20);
	await expect(fetch(`http://${host}:${address.port}/`)).rejects.toThrow();
	waiting[0]?.end('done');
	expect(await (await running).text()).toBe('done');
	await stopped;
});

test('an event stream, which never ends by itself, does not hold up the stop', async () => {
	const address = { host, port: await freePort() };
	const { server, stop } = gracefulServer((_, res) => {
		res.setHeader('content-type', 'text/event-stream');
		res.write('event: ready\n\n');
	});
	await listen(server, address);
	await fetch(`http://${host}:${address.port}/`);
	const since = Date.now();
	await stop(20);
	expect(Date.now() - since).toBeLessThan(10_000);
});

test('a request that takes longer than the grace given is cut off', async () => {
	const address = { host, port: await freePort() };
	const waiting: ServerResponse[] = [];
	const { server, stop } = gracefulServer((_, res) => waiting.push(res));
	await listen(server, address);
	const endless = fetch(`http://${host}:${address.port}/`).catch(() => 'cut off');
	await expect.poll(() => waiting.length).toBe(1);
	await stop(0.2);
	expect(await endless).toBe('cut off');
});

test('a taken port is named', async () => {
	const port = await freePort();
	const other = createServer();
	await listen(other, { host: '0.0.0.0', port });
	await expect(refuseTakenPort({ host, port })).rejects.toThrow(`Port ${port} is in use by another program`);
	other.close();
});

test('the client’s address is the one that the outermost trusted proxy saw', () => {
	expect(clientAddress('6.6.6.6, 1.2.3.4', '10.0.0.1', 0)).toBe('10.0.0.1');
	expect(clientAddress('6.6.6.6, 1.2.3.4', '10.0.0.1', 1)).toBe('1.2.3.4');
	expect(clientAddress('6.6.6.6, 1.2.3.4, 10.0.0.9', '10.0.0.1', 2)).toBe('1.2.3.4');
	expect(clientAddress(undefined, '10.0.0.1', 1)).toBe('10.0.0.1');
});

test('whatever host a request names, links and origin checks go by the public address', () => {
	const hostAfter = (publicUrl: string, asked: string) => {
		const headers = { host: asked, 'x-allmende-host': 'forged.example' };
		fixAddress({ headers, socket: { remoteAddress: '::1' } }, { publicUrl, trustedProxies: 0 });
		return headers['x-allmende-host'];
	};
	expect(hostAfter('https://community.example.org', 'evil.example')).toBe('community.example.org');
	expect(hostAfter('http://localhost:3000', 'evil.example')).toBe('localhost:3000');
	expect(hostAfter('http://localhost:3000', '127.0.0.1:3000')).toBe('127.0.0.1:3000');
});
