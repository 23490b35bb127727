import type { Plugin } from 'vite';
import { maskRules } from '../../src/ui/icons/masks.ts';

/** The icons' shapes, each once in the style sheet instead of at each of its places in a page. */
export function icons(): Plugin {
	return {
		name: 'allmende:icons',
		enforce: 'pre',
		transform: { filter: { id: /\/ui\/icons\/icons\.css$/ }, handler: (code) => `${code}\n${maskRules()}` },
	};
}

const scopes = new Map<string, string | undefined>();
/** The class by which a component's styles reach its own elements alone; short, for it stands on every one of them. */
export function scopeName(hash: string, filename: string | undefined): string {
	const name = `s${hash.slice(0, 4)}`;
	if (scopes.has(name) && scopes.get(name) !== filename)
		throw new Error(`${filename} and ${scopes.get(name)} have the same class; classes have to be longer.`);
	scopes.set(name, filename);
	return name;
}
