import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { fontsOf, insideOf, judged, says } from '#platform/server/typeset-inspect.ts';
import { setMarkdown } from '#platform/server/typeset-markdown.ts';
import { measure, typeset, TypesettingFailed, type Typesetting } from '#platform/server/typeset.ts';

const template = 'src/platform/server/typeset.test.typ';
const person = '3f2b8c1e-7a41-4c57-9b0a-5d1e6f7a8b9c';
const photo = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';

function letter(title: string, markdown = ''): Typesetting {
	return { template, data: { title, blocks: setMarkdown(markdown, { pictureWord: 'Bild' }) } };
}

describe('a typeset document', () => {
	test('uses no font but the bundled ones, whatever is written in it', async () => {
		const { pdf } = await typeset(letter('Fonts', 'Ж Ω ✗ → 👍🏽 `code` *kursiv* **fett** ***beides*** 中文 العربية'));
		expect(fontsOf(pdf).length).toBeGreaterThan(5);
		for (const name of fontsOf(pdf)) expect(name).toMatch(/^Allmende(Serif|Sans|Mono|Emoji)-/);
	});

	test('is tagged, has a title and a language, and says nothing of who made it or when', async () => {
		const { pdf } = await typeset(letter('Eine Strategie'));
		const inside = insideOf(pdf);
		expect(inside).toMatch(/pdfuaid:part>?\s*=?"?1/);
		expect(inside).toMatch(/\/Lang\s*\(de-DE\)/);
		expect(inside).toContain('Eine Strategie');
		expect(inside).not.toMatch(/\/Author|dc:creator|CreationDate|ModDate|xmp:CreateDate/);
	});

	test('is the same to the byte when made twice', async () => {
		const text = letter('Zweimal', '# A\n\nText mit **Wort**.\n\n| a | b |\n| - | - |\n| 1 | 2 |');
		expect(Buffer.compare((await typeset(text)).pdf, (await typeset(text)).pdf)).toBe(0);
	});

	test('keeps the short words of a table of many columns out of their neighbours', () => {
		const head = '| Stufe | Beschreibung dessen, was geschieht | Einfluss | Verstoß | Wer | Stand | Schaden |';
		const [table] = setMarkdown(`${head}\n${'| - '.repeat(7)}|\n| 1 | eine lange Erklärung | 2 | 3 | 4 | 5 | 6 |`, {
			pictureWord: 'Bild',
		});
		const columns = table?.kind === 'table' ? table.columns : [];
		const whole = columns.reduce((total, share) => total + share, 0);
		const room = (column: number) => (84 * (columns[column] ?? 0)) / whole;
		for (const [column, word] of [
			[2, 'Einfluss'],
			[3, 'Verstoß'],
			[6, 'Schaden'],
		] as const)
			expect(room(column)).toBeGreaterThan(word.length + 1);
		expect(room(1)).toBeGreaterThan(room(2));
	});

	test('has as many pages when it is only measured', async () => {
		const long = letter('Lang', 'Ein Absatz von einiger Länge, der sich wiederholt.\n\n'.repeat(120));
		const { pages } = await measure(long);
		expect(pages).toBeGreaterThan(2);
		expect((await typeset(long)).pages).toBe(pages);
	});

	test('names the letters it cannot show, and shows a box', async () => {
		const { missing } = await typeset(letter('Namen', 'Nguyễn Łukasz Ğül Ωμέγα Жанна 李 😀'));
		expect(missing).toEqual(['李']);
	});

	test('carries pictures with their description, and words for those that are not at hand', async () => {
		const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#1e6134' } })
			.png()
			.toBuffer();
		const pictures = new Map([[photo, 'pictures/tafel.png']]);
		const markdown = `Vorher ![Die Tafel](/files/${photo}) nachher ![Skizze](/files/${person})`;
		const blocks = setMarkdown(markdown, { pictures, pictureWord: 'Bild' });
		expect(blocks.map((block) => block.kind)).toEqual(['paragraph', 'picture', 'paragraph']);
		const { pdf } = await typeset({
			template,
			data: { title: 'Bild', blocks },
			files: new Map([['pictures/tafel.png', bytes]]),
		});
		expect(insideOf(pdf)).toMatch(/\/Alt\s*\(Die Tafel\)/);
		expect(JSON.stringify(blocks)).toContain('[Bild: Skizze]');
	});

	test.skipIf(!judged)('stands the judgement of poppler and qpdf', async () => {
		const { pdf } = await typeset(letter('Urteil', '# Eins\n\n- a\n- b\n\n> Zitat\n\n| A | B |\n| - | - |\n| 1 | 2 |'));
		expect(says('qpdf', ['--check', 'FILE'], pdf)).toContain('No syntax or stream encoding errors');
		const rows = says('pdffonts', ['FILE'], pdf).trim().split('\n').slice(2);
		for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+Allmende\w+-\w+ .* yes yes yes /);
		const structure = says('pdfinfo', ['-struct-text', 'FILE'], pdf);
		for (const tag of ['H1', 'H2', 'L ', 'LBody', 'BlockQuote', 'Table', 'TH', 'TD']) expect(structure).toContain(tag);
	});
});

describe('text by people', () => {
	const attempts = [
		'#panic("x")',
		'#set page(width: 1pt)',
		'#import "/package.json"',
		'#read("/package.json")',
		'#{ while true {} }',
		'$ x^2 $ #eval("1+1") @label <label> \\ *fett* _kursiv_ = Titel',
		'"] #panic() [',
		'`#panic()` ```typ #panic()``` //',
		'\\u{41} \\#panic() -- --- ~ /* */ ///',
		'[#panic()](https://example.org/#panic\\(\\)"#x)',
		'| #panic() |\n| --- |\n| #read("/etc/passwd") |',
		`@[#panic()](user:${person})`,
	];

	test.each(attempts)('is never taken for markup: %s', async (attempt) => {
		const { pages, marks, pdf } = await typeset(letter(attempt, attempt));
		expect(pages).toBe(1);
		expect(marks).toEqual([attempt]);
		if (judged) expect(flat(says('pdftotext', ['FILE', '-'], pdf))).toContain(flat(attempt));
	});

	test('never makes the typesetting fail', async () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'# ',
				'### ',
				'- ',
				'1. ',
				'> ',
				'| a | b |\n| - | - |\n',
				'```',
				'**',
				'*',
				'\n',
				'\n\n',
				'![x](',
				'    ',
			),
			fc.constantFrom(
				'👩‍👩‍👧',
				'🇩🇪🇩',
				'\u202Eabc',
				'\u0000',
				'\uFE0F',
				'\u0308',
				'\u200D',
				'\uD800',
				'\uFFFE',
				'漢',
				'ﷺ',
				'\u{E0041}',
			),
			fc.string({ unit: 'binary' }),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (parts) => {
				const text = parts.join('');
				await expect(typeset(letter('Titel', `${text}\n\n# ${text}`))).resolves.toHaveProperty('pages');
			}),
			{ numRuns: 150 },
		);
	});

	test('may be nested deeper than anyone would read', async () => {
		for (const opening of ['> ', '- ', '1. ', '- > ']) {
			await expect(typeset(letter('Tief', `${opening.repeat(120)}Grund`))).resolves.toHaveProperty('pages', 1);
		}
		await expect(typeset(letter('Tief', `${'**a *b '.repeat(60)}c${'* **'.repeat(60)}`))).resolves.toHaveProperty(
			'pages',
			1,
		);
	});

	test.skipIf(!judged)('stays on the page when a word has no end', async () => {
		const { pdf } = await typeset(letter('Breit', `${'x'.repeat(900)}\n\n\`${'y'.repeat(900)}\``));
		const boxes = [...says('pdftotext', ['-bbox', 'FILE', '-'], pdf).matchAll(/xMax="([\d.]+)"/g)].map(([, x]) =>
			Number(x),
		);
		expect(Math.max(...boxes)).toBeLessThanOrEqual(595.28 - 70);
	});
});

describe('the queue', () => {
	test('leaves the server free while it works', async () => {
		let ticks = 0;
		const ticking = setInterval(() => ticks++, 2);
		const start = performance.now();
		await measure(letter('Lang', 'Ein Absatz von einiger Länge, der sich wiederholt.\n\n'.repeat(2000)));
		clearInterval(ticking);
		expect(ticks).toBeGreaterThan((performance.now() - start) / 20);
	});

	test('answers everyone with their own document', async () => {
		const titles = Array.from({ length: 20 }, (_, i) => `Dokument ${i}`);
		const answers = await Promise.all(titles.map((title) => measure(letter(title))));
		expect(answers.map((answer) => answer.marks[0])).toEqual(titles);
	});

	test('refuses a text of more than four million characters', async () => {
		await expect(measure(letter('x'.repeat(4_000_001)))).rejects.toThrow(TypesettingFailed);
	});

	test('gives up on what takes too long or cannot be read, and goes on with the next', async () => {
		const slow = measure({ template: 'src/platform/server/typeset.slow.test.typ', data: {}, patience: 100 });
		const unknown = measure({ template: 'src/platform/server/unknown.typ', data: {} });
		const next = measure(letter('Danach'));
		await expect(slow).rejects.toThrow(TypesettingFailed);
		await expect(unknown).rejects.toThrow(/unknown\.typ/);
		expect((await next).marks).toEqual(['Danach']);
	});
});

/** Without the marks that Markdown takes away and the places where lines break. */
function flat(text: string): string {
	return text.replaceAll(/[^\p{L}\p{N}#]/gu, '').replaceAll(/user\w{32}/g, '');
}
