import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** For tests: everything in a PDF that is not a picture or a drawing instruction, unpacked. */
export function insideOf(pdf: Uint8Array): string {
	const raw = Buffer.from(pdf).toString('latin1');
	const streams = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, body = '']) => unpacked(body));
	return [raw, ...streams].join('\n');
}

function unpacked(body: string): string {
	try {
		return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
	} catch {
		return body;
	}
}

/** For tests: names of the embedded fonts without the tag of the subset, sorted. */
export function fontsOf(pdf: Uint8Array): string[] {
	return [
		...new Set([...insideOf(pdf).matchAll(/\/BaseFont\s*\/(?:[A-Z]{6}\+)?([\w-]+)/g)].map(([, name = '']) => name)),
	]
		.map((name) => name.replace(/-Identity-H$/, ''))
		.sort();
}

/** For tests: whether poppler and qpdf are there to judge a PDF from outside. */
export const judged = ['pdftotext', 'pdffonts', 'qpdf'].every((tool) => !spawnSync(tool, ['--version']).error);

/** For tests: what a tool says about a PDF, named as `FILE` among its options. */
export function says(tool: string, options: string[], pdf: Uint8Array): string {
	const folder = mkdtempSync(join(tmpdir(), 'pdf-'));
	const file = join(folder, 'judged.pdf');
	writeFileSync(file, pdf);
	const run = spawnSync(
		tool,
		options.map((option) => (option === 'FILE' ? file : option)),
		{ encoding: 'utf8' },
	);
	rmSync(folder, { recursive: true });
	return run.stdout + (run.status === 0 ? '' : run.stderr);
}
