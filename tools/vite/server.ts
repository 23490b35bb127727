import type { Plugin } from 'vite';

/** Builds src/server.ts together with the application, so that both share one pool, one sync server, one of everything. */
export function serverEntry(): Plugin {
	return {
		name: 'allmende:server-entry',
		apply: 'build',
		// the adapter writes handler.js beside our entry, in the same build and with the same shared chunks
		resolveId: {
			order: 'pre',
			handler: (id) => (id === 'adapter:handler' ? { id: './handler.js', external: true } : null),
		},
		config: () => ({
			environments: { ssr: { build: { rolldownOptions: { input: { main: 'src/server.ts' } } } } },
		}),
	};
}

/** In `vite dev`, hands WebSocket upgrades under /sync to the same code that production uses. */
export function devUpgrade(): Plugin {
	return {
		name: 'allmende:dev-upgrade',
		apply: 'serve',
		configureServer(server) {
			server.httpServer?.on('upgrade', async (req, socket, head) => {
				if (!req.url?.startsWith('/sync')) return;
				const { upgrade } = await server.ssrLoadModule('/src/documents/server/sync.ts');
				upgrade(req, socket, head);
			});
		},
	};
}
