import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { typesetCertificate, typesetParticipation, type Certificate } from '#credentials/typeset/certificate.ts';
import { fontsOf, insideOf, judged, says } from '#platform/server/typeset-inspect.ts';

const constanze: Certificate = {
	language: 'de',
	holder: 'Constanze Vieweg',
	courseTitle: 'Zertifizierter Community Manager',
	from: '2026-10-05',
	to: '2026-12-18',
	hours: 80,
	provider: 'Werkstatt für Gemeinschaften e. V.',
	place: 'Kassel',
	issuedOn: '2027-01-08',
	number: '7K3M-9QXD-2FHT-W8RA',
	verificationAddress: 'https://allmende.example.org/certificates/7K3M-9QXD-2FHT-W8RA',
	signatures: [
		{ name: 'Dorothea Kessler', role: 'organiser' },
		{ name: 'Georg Stadlmayr', role: 'examiner' },
	],
	competences: ['eine Community strategisch planen', 'Krisen erkennen und Maßnahmen ausarbeiten'],
	points: null,
};
const zbar = !spawnSync('zbarimg', ['--version']).error;

/** Words in reading order on one line. */
function textOf(pdf: Uint8Array): string {
	return says('pdftotext', ['-layout', 'FILE', '-'], pdf).replaceAll(/\s+/g, ' ');
}

describe('a certificate', () => {
	test.skipIf(!judged)('says who did what, when, how long and what for, and who vouches', async () => {
		const { pdf } = await typesetCertificate(constanze);
		const text = textOf(pdf);
		for (const words of [
			'Constanze Vieweg',
			'Zertifizierter Community Manager',
			'die Prüfung bestanden',
			'5. Oktober – 18. Dezember 2026',
			'80 Stunden',
			'eine Community strategisch planen',
			'Kassel, 8. Januar 2027',
			'Dorothea Kessler Georg Stadlmayr',
			'7K3M-9QXD-2FHT-W8RA',
			'allmende.example.org/certificates/7K3M-9QXD-2FHT-W8RA',
			'weder eine akkreditierte Personenzertifizierung',
		])
			expect(text).toContain(words);
		expect(text).not.toContain('Punkten');
	});

	test.skipIf(!judged)('names points only when told to, and speaks English', async () => {
		const { pdf } = await typesetCertificate({ ...constanze, language: 'en', points: 86.5, place: null });
		const text = textOf(pdf);
		expect(text).toContain('passed the examination with 86.5 of 100 points');
		expect(text).toContain('5 October – 18 December 2026');
		expect(text).toContain('8 January 2027');
		expect(text).toContain('neither an accredited certification');
		expect(insideOf(pdf)).toMatch(/\/Lang\s*\(en-GB\)/);
	});

	test('is a tagged page in the bundled fonts, dated on the day of issue, by the provider', async () => {
		const { pdf, missing } = await typesetCertificate(constanze);
		const inside = insideOf(pdf);
		expect(missing).toEqual([]);
		expect(inside).toMatch(/pdfuaid:part>?\s*=?"?1/);
		expect(inside).toMatch(/\/Lang\s*\(de-DE\)/);
		expect(inside).toContain('Zertifikat: Constanze Vieweg');
		expect(inside).toMatch(/CreationDate\s*\(D:20270108/);
		expect(inside).toMatch(/\/Alt\s*\(QR-Code mit der Adresse https:/);
		for (const font of fontsOf(pdf)) expect(font).toMatch(/^Allmende/);
	});

	test('stays on one page with a very long name, course and list, and three who sign', async () => {
		const { pdf } = await typesetCertificate({
			...constanze,
			holder: 'Dr. Maximiliane-Theodora von und zu Hohenlohe-Schillingsfürst-Waldenburg',
			courseTitle: 'Zertifizierter Community Manager für interne und externe Communitys (CMP)',
			competences: Array(10).fill(
				'bestehende Communitys auf Nutzen, Lebenszyklus und Beziehungen hin untersuchen und Verbesserungen ableiten',
			),
			signatures: [...constanze.signatures, { name: 'Prof. Dr. Karla Wendlandt-Özdemir', role: 'examiner' }],
		});
		expect(insideOf(pdf)).toMatch(/\/Type\s*\/Pages\s*\/Count 1\b/);
	});

	test('tells when a name cannot be shown', async () => {
		expect((await typesetCertificate({ ...constanze, holder: '李 Wei' })).missing).toEqual(['李']);
		expect((await typesetCertificate({ ...constanze, holder: 'Nguyễn Łucja Ğüneş Ιωάννα Жанна' })).missing).toEqual([]);
	});

	test.skipIf(!judged || !zbar)('has a QR code that leads a stranger’s phone to the right address', async () => {
		const { pdf } = await typesetCertificate(constanze);
		const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
		writeFileSync(join(folder, 'certificate.pdf'), pdf);
		spawnSync('pdftoppm', ['-r', '150', '-png', '-singlefile', 'certificate.pdf', 'page'], { cwd: folder });
		const read = spawnSync('zbarimg', ['--quiet', '--raw', 'page.png'], { cwd: folder, encoding: 'utf8' });
		rmSync(folder, { recursive: true });
		expect(read.stdout.trim()).toBe(constanze.verificationAddress);
	});
});

describe('a confirmation of participation', () => {
	const participation = { ...constanze, contents: ['Grundlagen', 'Strategie'] };

	test.skipIf(!judged)('says what the course was about and nothing of an exam', async () => {
		const { pdf } = await typesetParticipation({
			...participation,
			signatures: [{ name: 'Dorothea Kessler', role: 'organiser' }],
		});
		const text = textOf(pdf);
		expect(text).toContain('Teilnahmebestätigung');
		expect(text).toContain('Strategie');
		expect(text).not.toMatch(/Prüfung|bestanden|Kompetenzen|strategisch planen/);
	});

	test('exists in English too', async () => {
		const { pdf } = await typesetParticipation({ ...participation, language: 'en' });
		expect(insideOf(pdf)).toContain('Confirmation of participation: Constanze Vieweg');
	});
});
