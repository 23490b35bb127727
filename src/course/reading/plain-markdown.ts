import { citedWorks } from '#platform/markdown-citations.ts';
import { flowing } from '#course/package/flow.ts';
import type { Work } from '#course/package/library-model.ts';
import { pointerKinds } from '#course/package/references.ts';
import { citedAs } from '#course/reading/cited.ts';

const pointer = new RegExp(`\\[([^\\]]+)\\]\\((?:${pointerKinds.join('|')}):[^)]*\\)`, 'g');

/** Authored Markdown as any other programme reads it: pointers as their words, citations as names and years. */
export function plainAuthored(markdown: string, bibliography: Readonly<Record<string, Work>>): string {
	return markdown.replace(pointer, '$1').replace(/\[(@[^\]]+)\](?!\()/g, (_whole, inside: string) => {
		const named = citedWorks(inside).map(({ key, locator }) => {
			const label = citedAs(key, bibliography) ?? key;
			return locator ? `${label}, ${locator}` : label;
		});
		return `(${named.join('; ')})`;
	});
}

/**
 * Authored Markdown as an organisation takes it over for its own: nothing in it refers to the package, and since people
 * write on in it, where a line break is a line break, paragraphs are no longer wrapped.
 */
export const takenOver = (markdown: string, bibliography: Readonly<Record<string, Work>>): string =>
	flowing(plainAuthored(markdown, bibliography));
