/** Says which imports run against the house's direction; the rules stand in STYLE.md. */
import { readGraph, type Graph, type Import } from './import-graph.ts';

/** Each row may import from the rows above it. */
const layers: readonly (readonly string[])[] = [
	['platform'],
	['identity'],
	['community'],
	['conversation', 'documents', 'events'],
	['workbench'],
	['course'],
	['exam'],
	['credentials'],
];
/** They consume what the areas record, and only routes and the entry files know them. */
const observers = ['notifications', 'insight', 'privacy', 'search'];
/** They may use everything, and only routes and the entry files know them. */
const outermost = ['integrations', 'demo'];
const forbiddenFolders = ['utils', 'helpers', 'common', 'misc', 'services', 'managers'];

/** `entry`: a file directly in `src`, such as `verbs.ts`. */
const areaOf = (file: string): string => {
	const [, area = '', ...rest] = file.split('/');
	return rest.length > 0 ? area : 'entry';
};
const layerOf = (area: string): number => layers.findIndex((row) => row.includes(area));

function mayImport(from: string, to: string): boolean {
	if (from === to) return true;
	if (from === 'routes' || from === 'entry') return to !== 'routes';
	if (outermost.includes(from)) return to !== 'routes';
	if (to === 'platform') return true;
	if (to === 'ui') return from !== 'platform';
	if (layerOf(to) < 0) return false;
	return observers.includes(from) || layerOf(to) < layerOf(from);
}

const isKit = (written: string): boolean => /^\$(app|env)\b/.test(written);
const mayUseKit = (file: string): boolean => /^src\/(routes\/|hooks\.)|\.svelte(\.ts)?$/.test(file);
const isServerOnly = (file: string): boolean => file.includes('/server/') || file.endsWith('.server.ts');
const startsInBrowser = (file: string): boolean =>
	/\.svelte(\.ts)?$|\/\+(page|layout)\.ts$|^src\/hooks\.client\.ts$/.test(file);

function wrongIn(file: string, one: Import): string | null {
	const { written, target } = one;
	if (isKit(written) && !mayUseKit(file)) return `${written} belongs in routes, hooks and components only`;
	if (!target) return null;
	const [from, to] = [areaOf(file), areaOf(target)];
	if (!target.startsWith('src/')) return /^(assets|content)\//.test(target) ? null : `${written} leads out of src`;
	if (!/\.(ts|js|svelte|css|json|svg|woff2)$/.test(written)) return `${written} has no ending`;
	if (from !== to && written.startsWith('.') && from !== 'entry') return `${written} leaves its area without #`;
	return mayImport(from, to) ? null : `${from} may not import ${to} (${written})`;
}

/** The chain of imports by which server code would reach the browser from `file`, or `null`. */
function wayToServer(graph: Graph, file: string, seen: Set<string>): string[] | null {
	for (const { target, typeOnly } of graph.get(file) ?? []) {
		if (!target || typeOnly || seen.has(target)) continue;
		if (isServerOnly(target)) return [file, target];
		seen.add(target);
		const rest = wayToServer(graph, target, seen);
		if (rest) return [file, ...rest];
	}
	return null;
}

/** One line for each import or folder that breaks a rule. */
export function violations(graph: Graph): string[] {
	const found: string[] = [];
	for (const [file, imports] of graph) {
		for (const one of imports) {
			const wrong = wrongIn(file, one);
			if (wrong) found.push(`${file}: ${wrong}`);
		}
		if (file.split('/').some((folder) => forbiddenFolders.includes(folder))) found.push(`${file}: name what it does`);
		const way = startsInBrowser(file) ? wayToServer(graph, file, new Set([file])) : null;
		if (way) found.push(`${file}: server code would reach the browser: ${way.join(' → ')}`);
	}
	return found;
}

if (import.meta.main) {
	const found = violations(readGraph());
	for (const line of found) console.log(line);
	process.exitCode = found.length > 0 ? 1 : 0;
}
