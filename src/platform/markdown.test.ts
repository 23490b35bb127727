import fc from 'fast-check';
import sanitize from 'sanitize-html';
import { describe, expect, test } from 'vitest';
import {
	authoredToHtml,
	countWords,
	excerpt,
	markdownToHtml,
	mentionedPeople,
	picturedFiles,
	plainText,
} from '#platform/markdown.ts';

const dorothea = '3f2b8c1e-7a41-4c57-9b0a-5d1e6f7a8b9c';
const photo = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

describe('a post on the page', () => {
	test('has its headings below the page’s own and without gaps, whatever was typed', () => {
		const html = markdownToHtml('# Anlass\n\n#### Ablauf\n\n# Ausblick');
		expect(html).toBe('<h3>Anlass</h3>\n<h4>Ablauf</h4>\n<h3>Ausblick</h3>');
		expect(markdownToHtml('# A\n## B\n### C', { headingsBelow: 4 })).toBe('<h5>A</h5>\n<h6>B</h6>\n<h6>C</h6>');
	});

	test('keeps the line breaks people type', () => {
		expect(markdownToHtml('Liebe Grüße\nDorothea')).toBe('<p>Liebe Grüße<br />\nDorothea</p>');
	});

	test('gives a column without a name no heading', () => {
		expect(markdownToHtml('|  | 2025 |\n| --- | --- |\n| Neue | 4 |')).toContain('<td></td><th scope="col">2025</th>');
	});

	test('shows tables with column headings and alignment', () => {
		const html = markdownToHtml('| Phase | Stunden |\n| --- | ---: |\n| Start | 6 |');
		expect(html).toContain('<th scope="col">Phase</th><th scope="col" class="align-right">Stunden</th>');
		expect(html).toContain('<tr><td>Start</td><td class="align-right">6</td></tr>');
	});

	test('keeps lists tight or loose and numbered from where they start', () => {
		expect(markdownToHtml('3. drei\n4. vier')).toBe('<ol start="3">\n<li>drei</li>\n<li>vier</li>\n</ol>');
		expect(markdownToHtml('- eins\n\n- zwei')).toBe('<ul>\n<li><p>eins</p></li>\n<li><p>zwei</p></li>\n</ul>');
		expect(markdownToHtml('- eins\n  - innen')).toBe('<ul>\n<li>eins\n<ul>\n<li>innen</li>\n</ul></li>\n</ul>');
	});

	test('follows links to elsewhere without vouching for them', () => {
		expect(markdownToHtml('[Studie](https://example.org/a?b=1&c=2)')).toBe(
			'<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">Studie</a></p>',
		);
		expect(markdownToHtml('[Hausordnung](/rules)')).toBe('<p><a href="/rules">Hausordnung</a></p>');
		expect(markdownToHtml('Mehr auf www.example.org.')).toContain('href="http://www.example.org"');
	});

	test('makes no link of a target that is not there', () => {
		expect(markdownToHtml('@[]()')).toBe('<p>@</p>');
		expect(markdownToHtml('[Studie]()')).toBe('<p>Studie</p>');
		expect(markdownToHtml('![Bild]( )')).toBe('<p>Bild</p>');
		expect(markdownToHtml('[Studie](<>)')).not.toContain('<a');
	});

	test('does not take a missing space after a full stop for an address', () => {
		expect(markdownToHtml('Das ist fertig.So geht es weiter.Es war gut.')).not.toContain('<a');
	});

	test('leads from a mention to the person, under the name they bear today', () => {
		const text = `Danke, @[Dorothea Lenz](user:${dorothea})!`;
		expect(markdownToHtml(text)).toBe(
			`<p>Danke, <a class="mention" href="/people/${dorothea}">@Dorothea Lenz</a>!</p>`,
		);
		const gone = markdownToHtml(text, { mention: () => ({ name: 'ehemaliges Mitglied', href: null }) });
		expect(gone).toBe('<p>Danke, <span class="mention">@ehemaliges Mitglied</span>!</p>');
		expect(mentionedPeople(`${text}\n\n> ${text}`)).toEqual([dorothea]);
	});

	test('mentions nobody in code, behind a backslash or with a broken id', () => {
		const written = `@[Dorothea](user:${dorothea})`;
		expect(mentionedPeople(`\`${written}\` und \\${written} und @[Dorothea](user:dorothea)`)).toEqual([]);
	});

	test('shows pictures of its own and turns others into links', () => {
		expect(markdownToHtml(`![Tafelbild](/files/${photo})`)).toBe(
			`<p><img src="/files/${photo}" alt="Tafelbild" loading="lazy" decoding="async" /></p>`,
		);
		const elsewhere = markdownToHtml('![Zählpixel](https://tracker.example/p.gif)');
		expect(elsewhere).not.toContain('<img');
		expect(elsewhere).toContain('>Zählpixel</a>');
		expect(markdownToHtml('[![Logo](https://a.example/l.png)](https://a.example)').match(/<a /g)).toHaveLength(1);
		expect(picturedFiles(`![a](/files/${photo}) ![b](/files/../secret) ![c](/files/${photo})`)).toEqual([photo]);
	});
});

describe('the words of a post', () => {
	test('stand without their marks in notifications', () => {
		const text = `## Treffen\n\nHallo **alle**, @[Jo](user:${dorothea})\nbis *gleich*!\n\n- [Agenda](/a)\n- \`Code\``;
		expect(plainText(text)).toBe('Treffen\nHallo alle, @Jo\nbis gleich!\nAgenda\nCode');
	});

	test('are cut between words and never in the middle of an emoji', () => {
		expect(excerpt('Wir treffen uns am Dienstag, wie besprochen.', 30)).toBe('Wir treffen uns am Dienstag …');
		expect(excerpt('Kurz.', 30)).toBe('Kurz.');
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, length) => {
				const cut = excerpt(text, length);
				expect(cut.length).toBeLessThanOrEqual(length);
				expect(cut.isWellFormed()).toBe(true);
			}),
		);
	});

	test('count without quotations, code and dashes', () => {
		expect(countWords('Das sehe ich – wie Ada – genauso: https://example.org/a-b')).toBe(7);
		expect(countWords('> zitiert wird viel\n\nStimmt.\n\n- Ja\n  > wieder ein Zitat')).toBe(2);
		expect(countWords('```\nlet a = 1\n```')).toBe(0);
		expect(countWords('')).toBe(0);
	});
});

/** Everything an authored text refers to leads to `/there`. */
const authors = {
	headingsBelow: 2,
	authored: {
		pointer: (to: string, id: string) => (to === 'glossary' ? { href: `/there#${id}`, kind: 'term' } : null),
		work: ({ key, locator }: { key: string; locator: string }) => ({
			label: `${key} ${locator}`,
			href: `#work-${key}`,
		}),
		figure: () => null,
		figureLabel: () => 'Abbildung 1',
	},
};

describe('a text by a package’s authors', () => {
	test('takes the end of a line for a space', () => {
		expect(authoredToHtml('Eine Zeile\nund noch eine.', authors)).toBe('<p>Eine Zeile und noch eine.</p>');
	});

	test('keeps a figure with its sign on one line', () => {
		expect(authoredToHtml('Rund 41 % nach § 87 BetrVG', authors)).toBe('<p>Rund 41\u00a0% nach §\u00a087 BetrVG</p>');
	});

	test('leads to terms, and to nothing where a pointer leads nowhere', () => {
		expect(authoredToHtml('Der [Abschied](glossary:farewell) im [Archiv](nowhere:archive)', authors)).toBe(
			'<p>Der <a class="term" href="/there#farewell">Abschied</a> im Archiv</p>',
		);
	});

	test('cites works with and without a place in them', () => {
		expect(authoredToHtml('So ist es [@moor-1999, S. 5; @heide].', authors)).toBe(
			'<p>So ist es (<a class="citation" href="#work-moor-1999">moor-1999 S. 5</a>; <a class="citation" href="#work-heide">heide </a>).</p>',
		);
	});

	test('shows a figure that cannot be drawn by its alternative, and one within a line by its words', () => {
		const figure = '![Ein Bogen.](figure:arc "Der Bogen")';
		expect(authoredToHtml(figure, authors)).toBe(
			'<figure id="figure-arc">\n<p>Ein Bogen.</p>\n<figcaption><span class="figure-label">Abbildung 1</span> Der Bogen</figcaption>\n</figure>',
		);
		expect(authoredToHtml(`Hier ${figure} mitten`, authors)).toBe('<p>Hier Ein Bogen. mitten</p>');
	});

	test('means nothing when people write it', () => {
		expect(markdownToHtml('[@moor-1999] [a](glossary:b)')).toBe('<p>[@moor-1999] [a](glossary:b)</p>');
	});
});

describe('whoever tries to smuggle in a script', () => {
	const attempts = [
		'<script>alert(1)</script>',
		'<img src=x onerror=alert(1)>',
		'<svg/onload=alert(1)>',
		'<iframe srcdoc="<script>alert(1)</script>">',
		'<a href="javascript:alert(1)">x</a>',
		'<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
		'[x]()',
		'@[]()',
		'![]()',
		'[x](javascript:alert(1))',
		'[x](JaVaScRiPt:alert(1))',
		'[x](  javascript:alert(1))',
		'[x](java\tscript:alert(1))',
		'[x](&#106;avascript:alert(1))',
		'[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1))',
		'[x](javascript&colon;alert(1))',
		'[x](\u0001javascript:alert(1))',
		'[x](vbscript:msgbox(1))',
		'[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
		'[x](//evil.example/a)',
		'[x](/\\evil.example)',
		'[x](\\\\evil.example)',
		'[x](file:///etc/passwd)',
		'[x](https://a.example/" onmouseover="alert(1))',
		'[x](<https://a.example/"onmouseover="alert(1)>)',
		'[x](https://a.example "title" onclick="alert(1)")',
		'![x](javascript:alert(1))',
		'![x](data:image/svg+xml,<svg onload=alert(1)>)',
		'!["onerror="alert(1)](https://a.example/x)',
		`!["onerror="alert(1)](/files/${photo})`,
		`![x](/files/${photo}"onload="alert(1))`,
		'<javascript:alert(1)>',
		'<https://a.example/"onclick=alert(1)>',
		'[x]: javascript:alert(1)\n\n[x]',
		'```"><script>alert(1)</script>\n```',
		'`<script>alert(1)</script>`',
		'| <script>alert(1)</script> |\n| --- |\n| <img src=x onerror=alert(1)> |',
		`@["><img src=x onerror=alert(1)>](user:${dorothea})`,
		`@[<script>alert(1)</script>](user:${dorothea})`,
		`@[x](user:${dorothea}"onclick="alert(1))`,
		'@[x](user:../../logout)',
		'&lt;script&gt;alert(1)&lt;/script&gt;',
		'[a](https://a.example)<!-- --><script>alert(1)</script>',
		`${'> '.repeat(500)}<b>x`,
		`${'*'.repeat(5000)}x`,
		`${'['.repeat(5000)}x`,
	];

	test.each(attempts)('fails with %s', (attempt) => {
		const html = markdownToHtml(attempt);
		expect(html).toBe(onlyAllowed(html));
		expect(tagsOf(html)).not.toMatch(/script|javascript|\son\w+=|srcdoc|style/i);
	});

	test.each(attempts)('fails as an author with %s', (attempt) => {
		const html = authoredToHtml(attempt, authors);
		expect(html).toBe(onlyAllowed(html));
		expect(tagsOf(html)).not.toMatch(/script|javascript|\son\w+=|srcdoc|style/i);
	});

	test('fails with anything made of such pieces', () => {
		const pieces = fc.constantFrom(
			...attempts,
			'"',
			"'",
			'<',
			'>',
			'&',
			'\\',
			'[',
			'](',
			')',
			'![',
			'`',
			'@[',
			'|',
			'\n',
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 8 }), (parts) => {
				const html = markdownToHtml(parts.join(''));
				expect(html).toBe(onlyAllowed(html));
			}),
			{ numRuns: 300 },
		);
	});
});

/** An independent sanitiser that leaves what is allowed as it is. */
function onlyAllowed(html: string): string {
	return sanitize(html, {
		allowedTags:
			'p h3 h4 h5 h6 ul ol li blockquote pre code div table thead tbody tr th td hr br strong em s a span img'.split(
				' ',
			),
		allowedAttributes: {
			a: ['href', 'rel', 'class'],
			img: ['src', 'alt', 'loading', 'decoding'],
			ol: ['start'],
			th: ['scope', 'class'],
			td: ['class'],
			div: ['class', 'tabindex'],
			pre: ['tabindex'],
			span: ['class'],
		},
		allowedSchemes: ['http', 'https', 'mailto'],
		allowProtocolRelative: false,
		allowedSchemesByTag: { img: [] },
	});
}

function tagsOf(html: string): string {
	return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/(href|alt)="[^"]*"/g, '')).join('');
}
