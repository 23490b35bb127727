import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((req, res) => {
	const bytes = Number(new URL(req.url ?? '/', 'http://localhost').searchParams.get('bytes'));
	res.setHeader('content-type', 'text/html');
	res.end('x'.repeat(bytes));
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('SIGTERM', () => process.exit(0));
