import type { Plugin } from 'vite';

/** Builds src/server.ts together with the application, so that both share one pool, one stream of news, one of everything. */
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
