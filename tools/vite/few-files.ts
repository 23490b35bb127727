import { readdirSync } from 'node:fs';
import type { Plugin, Rolldown } from 'vite';
import { pagesByModule } from './pages-by-module.ts';
import { replyForm, routes, thread } from './places.ts';

/** Folders of routes, the pages of each of which share a style sheet, where only they need what is in it. */
const areas = readdirSync(routes).filter((name) => !name.includes('.'));
const areaOf = (pages: ReadonlySet<string>): string | null => {
	const [area, ...others] = new Set([...pages].map((page) => page.slice(routes.length).split('/')[0] ?? ''));
	return area && others.length === 0 && areas.includes(area) ? area : null;
};

/** What a page's own script asks for, and what asking for files needs. */
const first = /runtime\/client\/(?:entry|payload)\.js|vite\/preload-helper|rolldown\/runtime/;
/** What stands for a layout that has no component of its own. */
const frame = /@sveltejs\/kit\/.*\/layout\.svelte$/;

/**
 * A few files instead of hundreds of small ones, which a first visit would all wait for: one with what every page needs,
 * one with what a conversation, the page most looked at, needs besides, one with what writing a reply needs, one with what
 * several others share, and one with what only some conversations need: polls, feedback and their fields, which other
 * pages have as well.
 */
export function fewFiles(): Plugin {
	let needed: { byPages: Map<string, Set<string>>; later: Map<string, Set<string>> } | null = null;
	const fileOf: Rolldown.CodeSplittingNameFunction = (id, context) => {
		needed ??= pagesByModule(context);
		const pages = needed.byPages.get(id) ?? new Set();
		const style = id.endsWith('.css');
		// what says that something went wrong comes with every page
		const fails = [...pages].some((page) => page.endsWith('+error.svelte'));
		const always = pages.has(`${routes}+layout.svelte`) || fails || frame.test(id);
		if (always || pages.size >= 50 || first.test(id)) return 'everywhere';
		const later = [...(needed.later.get(id) ?? [])];
		const [replying, asking] = [later.includes(replyForm), later.some((part) => part !== replyForm)];
		// few styles are not worth a request of their own
		if (style && (pages.has(thread) || later.length > 0)) return 'everywhere';
		if (pages.has(thread) || (replying && asking)) return 'conversation';
		if (/node_modules\/(?:markdown-it|linkify-it|entities|mdurl|uc\.micro|punycode)|platform\/markdown/.test(id))
			return 'markdown';
		if (replying || asking) return replying ? 'replying' : 'asking';
		return pages.size >= 8 ? 'often' : style ? (areaOf(pages) ?? 'often') : null;
	};
	// what a module of one file needs comes into the same file, unless it is in an earlier one
	const files = ['everywhere', 'conversation', 'replying', 'markdown', 'asking', 'often', ...areas];
	const groups = files.map((file, index) => ({
		name: (id: string, context: Rolldown.ChunkingContext) => (fileOf(id, context) === file ? file : null),
		debugName: file,
		priority: files.length - index,
	}));
	return {
		name: 'allmende:few-files',
		apply: 'build',
		config: () => ({
			environments: {
				client: {
					build: {
						// with so few files it would only be one long list in the first of them
						modulePreload: false,
						rolldownOptions: { output: { codeSplitting: { groups } } },
					},
				},
			},
		}),
	};
}
