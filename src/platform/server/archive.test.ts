import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archive, type ArchiveEntry } from '#platform/server/archive.ts';

const at = new Date('2026-12-01T12:34:56Z');
const text = (words: string) => new TextEncoder().encode(words);

const python = spawnSync('python3', ['--version']).status === 0;

/** Python's own reader, which checks sums and headers. */
async function readByPython(entries: readonly ArchiveEntry[]): Promise<Record<string, string>> {
	const folder = mkdtempSync(join(tmpdir(), 'allmende-zip-'));
	const file = join(folder, 'a.zip');
	writeFileSync(file, Buffer.concat(await archive(entries, at).toArray()));
	const program = `import json, zipfile, sys
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
json.dump({i.filename: z.read(i).decode() for i in z.infolist()}, open(sys.argv[2], 'w'))`;
	execFileSync('python3', ['-c', program, file, join(folder, 'out.json')]);
	const found: unknown = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
	rmSync(folder, { recursive: true });
	return Object.fromEntries(Object.entries(Object(found)).map(([name, value]) => [name, String(value)]));
}

test.skipIf(!python)('an archive is read by a program that did not write it, umlauts in names and all', async () => {
	const long = 'Wer fragt, führt. '.repeat(5000);
	const read = await readByPython([
		{ name: 'Beiträge.md', bytes: text('Grüße') },
		{ name: 'Ergebnisse/1 Strategie.md', open: async () => new Blob([long]).stream() },
		{ name: 'leer.txt', bytes: text('') },
	]);
	expect(read).toEqual({ 'Beiträge.md': 'Grüße', 'Ergebnisse/1 Strategie.md': long, 'leer.txt': '' });
});

test.skipIf(!python)('an archive of nothing is one, too', async () => {
	expect(await readByPython([])).toEqual({});
});

test('a content that cannot be opened breaks the archive off', async () => {
	const broken = archive([{ name: 'weg.txt', open: () => Promise.reject(new Error('gone')) }], at);
	await expect(broken.toArray()).rejects.toThrow('gone');
});
