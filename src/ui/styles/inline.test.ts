import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../..');

test('no component carries an inline style, which the content security policy would drop', () => {
	const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.svelte'))
		.filter((file) =>
			/\sstyle(=|:[\w-]+)/.test(readFileSync(join(source, file), 'utf8').replace(/<(script|style)[\s\S]*?<\/\1>/g, '')),
		);
	expect(found).toEqual([]);
});
