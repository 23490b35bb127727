import { markdownToHtml } from '#platform/markdown.ts';
import { m } from '#messages/messages.js';
import { formatDayTime, type Reader } from '#ui/format.ts';
import type { Post, Work } from '#credentials/server/own-work.ts';

/** What somebody takes along from a community. */
export type Bundle = {
	community: string;
	person: string;
	at: Date;
	reader: Reader;
	posts: Post[];
	results: Work[];
	papers: Work[];
	feedback: { words: string; givenAt: Date }[];
};

/** A name for files: lower-case letters, digits and hyphens, umlauts spelled out. */
export function slugOf(words: string): string {
	const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
	const slug = words
		.toLowerCase()
		.replaceAll(/[äöüß]/g, (letter) => letters[letter] ?? '')
		.normalize('NFKD')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-|-$/g, '');
	return slug.slice(0, 60).replace(/-$/, '') || 'text';
}

/** Posts and feedback as one Markdown text, the oldest first. */
export function bundleMarkdown({ posts, feedback, reader }: Bundle): string {
	const post = ({ threadTitle, createdAt, body }: Post) =>
		`## ${threadTitle}\n\n*${formatDayTime(createdAt, reader)}*\n\n${body}`;
	const given = feedback.map(({ words, givenAt }) => `*${formatDayTime(givenAt, reader)}*\n\n${words}`);
	return [
		`# ${m.export_posts({}, reader)}`,
		...posts.map(post),
		...(given.length > 0 ? [`# ${m.export_feedback({}, reader)}`, ...given] : []),
		'',
	].join('\n\n');
}

export function workMarkdown({ title, context, authors, sections }: Work): string {
	const head = [`# ${title}`, [context, authors.join(', ')].filter(Boolean).join(' · ')];
	return [...head, ...sections.map((section) => `## ${section.title}\n\n${section.body}`), ''].join('\n\n');
}

/** Everything on one page that opens without a network and without scripts. */
export function bundleHtml(bundle: Bundle): string {
	const { reader, community, person, at } = bundle;
	const posts = bundle.posts.map(
		({ threadTitle, createdAt, body }) =>
			`<article><h3>${escape(threadTitle)}</h3><p class="when">${formatDayTime(createdAt, reader)}</p>${html(body)}</article>`,
	);
	const feedback = bundle.feedback.map(
		({ words, givenAt }) => `<article><p class="when">${formatDayTime(givenAt, reader)}</p>${html(words)}</article>`,
	);
	const parts = [
		part(m.export_results({}, reader), bundle.results.map(workHtml)),
		part(m.export_papers({}, reader), bundle.papers.map(workHtml)),
		part(m.export_posts({}, reader), posts),
		part(m.export_feedback({}, reader), feedback),
	];
	return `<!doctype html>
<html lang="${reader.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(community)}: ${escape(person)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(community)}</h1>
<p>${escape(m.export_line({ name: person, when: formatDayTime(at, reader) }, reader))}</p>
${parts.join('\n')}
</body>
</html>
`;
}

const style = `body{max-width:42rem;margin:3rem auto;padding:0 1.25rem;font:18px/1.6 Georgia,serif;hyphens:auto}
h1,h2,h3,h4{line-height:1.25}h2{margin-top:3rem;border-bottom:1px solid}article{margin:2rem 0}
.when{font-size:.85em;opacity:.75}table{border-collapse:collapse}td,th{border:1px solid;padding:.25rem .5rem}`;

const part = (title: string, articles: readonly string[]): string =>
	articles.length === 0 ? '' : `<section><h2>${escape(title)}</h2>${articles.join('\n')}</section>`;

const workHtml = ({ title, context, authors, sections }: Work): string =>
	`<article><h3>${escape(title)}</h3><p class="when">${escape([context, authors.join(', ')].filter(Boolean).join(' · '))}</p>${sections
		.map((section) => `<h4>${escape(section.title)}</h4>${html(section.body)}`)
		.join('')}</article>`;

const html = (markdown: string): string => markdownToHtml(markdown, { headingsBelow: 4 });

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (words: string): string => words.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
