import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zip } from '#credentials/server/zip.ts';

const at = new Date('2026-12-01T12:34:56Z');
const text = (words: string) => new TextEncoder().encode(words);

const python = spawnSync('python3', ['--version']).status === 0;

/** Python's own reader, which checks sums and headers. */
function readByPython(archive: Uint8Array): Record<string, string> {
	const folder = mkdtempSync(join(tmpdir(), 'allmende-zip-'));
	const file = join(folder, 'a.zip');
	writeFileSync(file, archive);
	const program = `import json, zipfile, sys
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
json.dump({i.filename: [z.read(i).decode(), list(i.date_time)] for i in z.infolist()}, open(sys.argv[2], 'w'))`;
	execFileSync('python3', ['-c', program, file, join(folder, 'out.json')]);
	const found: unknown = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
	rmSync(folder, { recursive: true });
	return Object.fromEntries(Object.entries(Object(found)).map(([name, value]) => [name, JSON.stringify(value)]));
}

test.skipIf(!python)('an archive is read by a program that did not write it, umlauts in names and all', () => {
	const long = 'Wer fragt, führt. '.repeat(5000);
	const read = readByPython(
		zip(
			[
				{ name: 'Beiträge.md', bytes: text('Grüße') },
				{ name: 'Ergebnisse/1 Strategie.md', bytes: text(long) },
				{ name: 'leer.txt', bytes: text('') },
			],
			at,
		),
	);
	const time = [2026, 12, 1, 12, 34, 56];
	expect(read).toEqual({
		'Beiträge.md': JSON.stringify(['Grüße', time]),
		'Ergebnisse/1 Strategie.md': JSON.stringify([long, time]),
		'leer.txt': JSON.stringify(['', time]),
	});
});

test.skipIf(!python)('an archive of nothing is one, too', () => {
	expect(readByPython(zip([], at))).toEqual({});
});
