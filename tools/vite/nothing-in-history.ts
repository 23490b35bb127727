import type { Plugin } from 'vite';

/**
 * The framework writes what pages put into the browser's history, and what goes to remote functions, by a serializer of
 * 1.3 kB. Nothing here does either, so that browsers get one that can only say so.
 */
export function nothingInHistory(): Plugin {
	const code = `
		export function stringify(value) {
			if (typeof value === 'object' && value && Object.keys(value).length === 0) return '[{}]';
			throw new Error('Pages keep nothing in the history and call no remote functions: see nothingInHistory in tools/vite.');
		}
		export { stringify as stringifyAsync };`;
	return {
		name: 'allmende:nothing-in-history',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		load: { filter: { id: /\/devalue\/src\/stringify\.js$/ }, handler: () => code },
	};
}
