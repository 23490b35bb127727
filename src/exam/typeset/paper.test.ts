import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesPerPage, measurePaper, typesetPaper, type PaperSheet } from '#exam/typeset/paper.ts';
import { charactersIn, firstCharacters } from '#exam/typeset/shorten.ts';
import { fontsOf, insideOf, judged, says } from '#platform/server/typeset-inspect.ts';
import { setMarkdown } from '#platform/server/typeset-markdown.ts';

const sentence =
	'Wer nur Beiträge zählt, sieht eine sterbende Community; wer das Lesen mitzählt, sieht eine Bibliothek. ';

function sheet(...answers: string[]): PaperSheet {
	return {
		language: 'de',
		title: 'Die stille Praxisgemeinschaft',
		kind: 'Gruppenarbeit',
		number: 'K7-4F2A',
		candidateLine: null,
		sections: answers.map((answer, i) => ({ question: `Leitfrage ${i + 1}`, answer })),
	};
}

describe('the length of a paper', () => {
	test('is told in pages and in the part of the last page that is used', async () => {
		const short = await measurePaper(sheet(sentence));
		expect(short.pages).toBe(1);
		expect(short.fill).toBeGreaterThan(0.1);
		expect(short.fill).toBeLessThan(0.25);
		expect(short.length).toBe(short.fill);
		const longer = await measurePaper(sheet(sentence.repeat(70)));
		expect(longer.pages).toBe(2);
		expect(longer.length).toBe(1 + longer.fill);
	});

	test('grows by one line at a time and turns the page only when it is full', async () => {
		const lengths = await Promise.all(
			Array.from({ length: 120 }, (_, i) =>
				measurePaper(
					sheet(
						Array(i + 1)
							.fill('Zeile')
							.join('\n'),
					),
				),
			),
		);
		lengths.slice(1).forEach(({ pages, fill, length }, i) => {
			const before = lengths[i] ?? { pages: 0, length: 0, fill: 0 };
			if (pages > before.pages) expect([before.fill > 0.95, fill < 0.07]).toEqual([true, true]);
			// the second line on a page joins the one that was carried over with it
			else if (fill > 0.05) expect(length - before.length).toBeCloseTo(1 / linesPerPage, 3);
		});
		expect(lengths.at(-1)?.pages).toBe(3);
	});

	test('is the same when measured as when handed in', async () => {
		const paper = sheet(sentence.repeat(30), '- a\n- b\n\n| x | y |\n| - | - |\n| 1 | 2 |');
		const { pages, fill } = await typesetPaper(paper);
		expect(await measurePaper(paper)).toMatchObject({ pages, fill });
	});

	test('does not depend on its number, nor on whether names are shown', async () => {
		const paper = sheet(sentence.repeat(40));
		const { length } = await measurePaper(paper);
		expect((await measurePaper({ ...paper, number: 'K7-9999' })).length).toBe(length);
		expect((await measurePaper({ ...paper, candidateLine: 'Gruppe Kastanie: Jana Kestner' })).length).toBe(length);
	});

	test('of a draft far too long is still told within seconds', async () => {
		const start = performance.now();
		const draft = sheet(...Array.from({ length: 5 }, () => 'a\n'.repeat(20_000)));
		expect((await measurePaper(draft)).pages).toBeGreaterThan(100);
		expect(performance.now() - start).toBeLessThan(20_000);
	});
});

describe('a paper as PDF', () => {
	test('names nobody while marking is blind, neither on the sheet nor in the file', async () => {
		const blind = await typesetPaper(sheet(sentence));
		expect(insideOf(blind.pdf)).not.toMatch(/\/Author|dc:creator|Kestner/);
		const open = await typesetPaper({ ...sheet(sentence), candidateLine: 'Gruppe Kastanie: Jana Kestner' });
		expect(insideOf(open.pdf)).not.toMatch(/\/Author|dc:creator/);
		if (!judged) return;
		expect(says('pdftotext', ['FILE', '-'], open.pdf)).toContain('Jana Kestner');
		expect(says('pdfinfo', ['FILE'], open.pdf)).not.toContain('Author');
	});

	test('is set in the bundled fonts and the same to the byte whenever it is made', async () => {
		const paper = sheet(sentence, '**Fett**, *kursiv* und `Code`');
		const [first, second] = [await typesetPaper(paper), await typesetPaper(paper)];
		expect(Buffer.compare(first.pdf, second.pdf)).toBe(0);
		for (const font of fontsOf(first.pdf)) expect(font).toMatch(/^Allmende/);
	});

	test.skipIf(!judged)('has the questions as headings, the answers, the number and the pages', async () => {
		const { pdf } = await typesetPaper(sheet(sentence.repeat(70), ''));
		const text = says('pdftotext', ['-layout', 'FILE', '-'], pdf);
		expect(text).toContain('Die stille Praxisgemeinschaft');
		expect(text).toMatch(/Arbeit K7-4F2A\s+Seite 1 von 2/);
		expect(text).toContain('Nicht beantwortet.');
		const short = await typesetPaper(sheet(sentence, ''));
		const structure = says('pdfinfo', ['-struct-text', 'FILE'], short.pdf);
		expect(structure).toMatch(/H1[^]*H2[^]*"Leitfrage 1"[^]*H2[^]*"Leitfrage 2"/);
	});

	test.skipIf(!judged)('speaks English', async () => {
		const { pdf } = await typesetPaper({ ...sheet(''), language: 'en' });
		expect(says('pdftotext', ['-layout', 'FILE', '-'], pdf)).toMatch(/Not answered\.[^]*Paper K7-4F2A\s+Page 1 of 1/);
	});
});

describe('an over-long draft', () => {
	const numbered = Array.from({ length: 400 }, (_, i) => `Satz ${i} der Antwort steht hier.`).join(' ');

	test('is cut to its first two pages, which are then nearly full', async () => {
		const cut = await typesetPaper(sheet(numbered, numbered), { onlyFirstPages: 2 });
		expect(cut).toMatchObject({ pages: 2, cut: true });
		expect(cut.fill).toBeGreaterThan(0.95);
	});

	test.skipIf(!judged)('hides nothing of what was cut in the file, and says that it was cut', async () => {
		const { pdf } = await typesetPaper(sheet(numbered, numbered), { onlyFirstPages: 2 });
		const text = says('pdftotext', ['FILE', '-'], pdf).replaceAll(/\s+/g, ' ');
		expect(text).toContain('Satz 0 der Antwort steht hier.');
		expect(text).not.toContain('Satz 399');
		expect(text).toContain('Der Text ging über 2 Seiten hinaus');
	});

	test('that fits is left as it is', async () => {
		expect(await typesetPaper(sheet(sentence), { onlyFirstPages: 2 })).toMatchObject({ pages: 1, cut: false });
	});

	test('fits also when it is one long table, list or block of code', async () => {
		const rows = Array.from({ length: 200 }, (_, i) => `| ${i} | Zelle |`).join('\n');
		for (const answer of [
			`| A | B |\n| - | - |\n${rows}`,
			'- Punkt\n'.repeat(300),
			'```\n' + 'Zeile\n'.repeat(300) + '```',
		]) {
			const cut = await typesetPaper(sheet(answer), { onlyFirstPages: 2 });
			expect([cut.pages, cut.cut, cut.fill > 0.9]).toEqual([2, true, true]);
		}
	});

	test('is a beginning of the text however many characters are kept', () => {
		const markdown = `# Titel\n\nEin **Absatz** mit *Wörtern*.\n\n- eins\n- zwei\n\n> Zitat\n\n| a | b |\n| - | - |\n| c | d |`;
		const blocks = setMarkdown(markdown, { pictureWord: 'Bild' });
		const whole = words(blocks);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: charactersIn(blocks) }), (characters) => {
				const kept = firstCharacters(blocks, characters);
				expect(charactersIn(kept)).toBeLessThanOrEqual(characters);
				expect(whole.startsWith(words(kept))).toBe(true);
			}),
		);
		expect(firstCharacters(blocks, charactersIn(blocks))).toEqual(blocks);
	});
});

function words(data: unknown): string {
	return [...JSON.stringify(data).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text).join('');
}
