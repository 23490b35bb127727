import { m } from '#messages/messages.js';
import type { Locale } from '#platform/viewer.ts';
import { keptWords } from '#privacy/kept-words.ts';
import { keptIds } from '#privacy/kept.ts';

type Found = { kind: string; name: string; rows: number };

/** What lies where in the archive and what it is for, as Markdown. */
export function overview(found: readonly Found[], locale: Locale): string {
	const sections = keptIds.flatMap((id) => {
		const files = found.filter(({ kind }) => kind === id);
		if (files.length === 0) return [];
		const words = keptWords(id, locale);
		const list = files.map(({ name, rows }) => `- \`${name}\`: ${m.data_rows({ count: rows }, { locale })}`);
		return [`## ${words.name}\n\n${words.purpose}\n\n${list.join('\n')}`];
	});
	return [`# ${m.data_overview_title({}, { locale })}`, m.data_overview_words({}, { locale }), ...sections, ''].join(
		'\n\n',
	);
}
