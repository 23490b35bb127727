import { readdirSync } from 'node:fs';
import type { Rolldown } from 'vite';
import { messages, routes, thread } from './places.ts';

/** Names of the messages that a module uses; all are imported through one module. */
const messagesIn = /\bm\.(\w+)/g;

/** Which pages and layouts need a module, directly or not, and which parts of a conversation that are loaded later do. */
export function pagesByModule(context: Rolldown.ChunkingContext) {
	const [byPages, later] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
	const visit = (id: string, page: string, neededBy: Map<string, Set<string>>) => {
		const pages = neededBy.get(id) ?? new Set();
		if (pages.has(page)) return;
		neededBy.set(id, pages.add(page));
		const { importedIds = [], dynamicallyImportedIds = [], code } = context.getModuleInfo(id) ?? {};
		for (const imported of importedIds) if (!imported.startsWith(messages)) visit(imported, page, neededBy);
		for (const [, message] of code?.matchAll(messagesIn) ?? []) visit(`${messages}${message}.js`, page, neededBy);
		if (page === thread || neededBy === later)
			for (const imported of dynamicallyImportedIds) visit(imported, imported, later);
	};
	for (const file of readdirSync(routes, { recursive: true, encoding: 'utf8' }))
		if (/\+(?:page|layout|error)\.(?:svelte|ts)$/.test(file))
			visit(routes + file, routes + file.replace(/ts$/, 'svelte'), byPages);
	return { byPages, later };
}
