import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { typesetArtefact, type Artefact } from '#documents/typeset/artefact.ts';
import { redrawPicture } from '#platform/server/pictures.ts';
import { fontsOf, insideOf, judged, says } from '#platform/server/typeset-inspect.ts';

const photo = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const strategy: Artefact = {
	language: 'de',
	title: 'Strategieplan',
	context: 'Lerneinheit 2: Strategie',
	authors: ['Jana Wittkamp', 'Paul Engelschall'],
	day: '2026-10-19',
	sections: [
		{ title: 'Ziele', body: 'Kürzere Wege. 🎉\n\n| Ziel | bis |\n| --- | --- |\n| Antworten | März |' },
		{ title: 'Offene Punkte', body: '' },
	],
};

describe('a result to take along', () => {
	test('is tagged, names its authors in the file, and uses the bundled fonts only', async () => {
		const { pdf, pages, missing } = await typesetArtefact(strategy);
		const inside = insideOf(pdf);
		expect([pages, missing]).toEqual([1, []]);
		expect(inside).toMatch(/pdfuaid:part>?\s*=?"?1/);
		expect(inside).toContain('Jana Wittkamp');
		expect(inside).toMatch(/CreationDate\s*\(D:20261019/);
		for (const font of fontsOf(pdf)) expect(font).toMatch(/^Allmende/);
	});

	test.skipIf(!judged)(
		'has its sections under their titles, says who made it, and where nothing is written yet',
		async () => {
			const { pdf } = await typesetArtefact(strategy);
			const text = says('pdftotext', ['-layout', 'FILE', '-'], pdf);
			expect(text).toMatch(
				/Lerneinheit 2: Strategie\s+Strategieplan\s+Jana Wittkamp und Paul Engelschall, 19. Oktober 2026/,
			);
			expect(text).toMatch(/Offene Punkte\s+Noch nichts geschrieben\./);
			expect(text).toMatch(/Strategieplan\s+Seite 1 von 1/);
		},
	);

	test.skipIf(!judged)('speaks English, and may have no author and no day', async () => {
		const { pdf } = await typesetArtefact({ ...strategy, language: 'en', authors: [], day: null, context: null });
		const text = says('pdftotext', ['-layout', 'FILE', '-'], pdf);
		expect(text).toMatch(/Nothing written yet\.[^]*Page 1 of 1/);
		expect(text).not.toMatch(/Jana|2026/);
	});

	test('carries the pictures its sections show, and no others', async () => {
		const drawn = await redrawPicture(
			await sharp({ create: { width: 300, height: 2000, channels: 3, background: '#1e6134' } })
				.jpeg()
				.toBuffer(),
		);
		const pictures = new Map([
			[photo, drawn.bytes],
			['1a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d', drawn.bytes],
		]);
		const sections = [{ title: 'Karte', body: `![Wer wen fragt](/files/${photo})` }];
		const { pdf, pages } = await typesetArtefact({ ...strategy, sections, pictures });
		expect(pages).toBe(1);
		expect(insideOf(pdf)).toContain('Wer wen fragt');
		expect(insideOf(pdf).match(/\/Subtype\s*\/Image/g)).toHaveLength(1);
	});
});
