import { createServer, type Socket } from 'node:net';

export type MailSink = {
	url: string;
	/** Message ids in the order of arrival, those of mails that came twice twice. */
	received: string[];
	/** Called with a mail that has arrived, before its sender is told so. */
	onArrival: (act: ((mail: string) => void) | null) => void;
	close: () => Promise<void>;
};

/** An SMTP server that takes everything and keeps the ids. */
export async function mailSink(): Promise<MailSink> {
	const received: string[] = [];
	const sockets = new Set<Socket>();
	let arrival: ((mail: string) => void) | null = null;
	const server = createServer((socket) => {
		let text = '';
		let inData = false;
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		const say = (line: string) => socket.write(`${line}\r\n`);
		say('220 sink');
		socket.on('data', (bytes) => {
			text += String(bytes);
			for (;;) {
				const end = inData ? text.indexOf('\r\n.\r\n') : text.indexOf('\r\n');
				if (end < 0) return;
				const part = text.slice(0, end);
				text = text.slice(end + (inData ? 5 : 2));
				if (inData) {
					received.push(/^Message-ID: <([^@>]+)/im.exec(part)?.[1] ?? '');
					arrival?.(part);
					inData = false;
					say('250 taken');
				} else if (/^data/i.test(part)) {
					inData = true;
					say('354 go on');
				} else if (/^quit/i.test(part)) {
					say('221 bye');
					socket.end();
				} else say('250 well');
			}
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `smtp://127.0.0.1:${port}`,
		received,
		onArrival: (act) => {
			arrival = act;
		},
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((closed) => server.close(closed));
		},
	};
}
