import { existsSync } from 'node:fs';
import { areas } from '../rights/table.ts';

export type Route = { id: string; endpoint: boolean };

const isPage = (id: string): boolean =>
	['+page.svelte', '+page@.svelte'].some((file) => existsSync(`src/routes${id === '/' ? '' : id}/${file}`));

const ids = areas.flatMap((area) => Object.keys(area.routes));
const patterns = ids
	.map((id) => ({ id, endpoint: !isPage(id), pattern: patternOf(id) }))
	// what is spelled out goes before what any word may stand for
	.toSorted((a, b) => a.id.split('[').length - b.id.split('[').length);

function patternOf(id: string): RegExp {
	const source = id
		.replaceAll(/[.+?^$|()]/g, String.raw`\$&`)
		.replaceAll(/\[\\\.\\\.\\\.\w+\]/g, '.+')
		.replaceAll(/\[\w+\]/g, '[^/]+');
	return new RegExp(`^${source}$`);
}

/** The route that answers to this path; `null` when there is none. */
export function routeOf(path: string): Route | null {
	const pathname = path.split('?')[0] ?? path;
	return patterns.find(({ pattern }) => pattern.test(pathname)) ?? null;
}

/** Pages that nobody came to. */
export const unvisited = (seen: ReadonlySet<string>): string[] =>
	patterns.filter(({ id, endpoint }) => !endpoint && !seen.has(id)).map(({ id }) => id);
