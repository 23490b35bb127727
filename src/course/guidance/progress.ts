import { m } from '#messages/messages.js';
import type { Locale } from '#platform/viewer.ts';
import { formatList } from '#ui/format.ts';

type Group = { name: string; filled: number; version: number };

/** How far the groups are with a unit's result, as a sentence or two. */
export function progressWords(sections: number, groups: readonly Group[], locale: Locale): string {
	const names = (some: readonly Group[]) =>
		formatList(
			some.map(({ name }) => name),
			locale,
		);
	const handedIn = groups.filter(({ version }) => version > 0);
	const writing = groups
		.filter(({ version, filled }) => version === 0 && filled > 0)
		.toSorted((a, b) => b.filled - a.filled);
	const idle = groups.filter(({ version, filled }) => version === 0 && filled === 0);
	const filled = writing.map(({ name, filled: count }) =>
		m.guidance_progress_group({ group: name, filled: m.guidance_number({ count }) }),
	);
	return [
		writing.length > 0 &&
			m.guidance_progress_filled({ groups: formatList(filled, locale), all: m.guidance_number({ count: sections }) }),
		handedIn.length > 0 && m.guidance_progress_handed_in({ groups: names(handedIn), count: handedIn.length }),
		idle.length > 0 && m.guidance_progress_not_begun({ groups: names(idle), count: idle.length }),
	]
		.filter(Boolean)
		.join(' ');
}
