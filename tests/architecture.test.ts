import { expect, test } from 'vitest';
import { importsOf, readGraph, type Graph } from '../tools/import-graph.ts';
import { violations } from '../tools/imports.ts';

const graph = (files: Record<string, string>): Graph =>
	new Map(Object.entries(files).map(([file, text]) => [file, importsOf(file, text)]));

test('the sources keep to the direction of imports', () => {
	const sources = readGraph();
	expect(sources.size).toBeGreaterThan(50);
	expect(violations(sources)).toEqual([]);
});

test('an area may use what lies below it, and nothing beside or above', () => {
	expect(violations(graph({ 'src/exam/deadline.ts': `import { unit } from '#course/unit.ts';` }))).toEqual([]);
	expect(violations(graph({ 'src/course/unit.ts': `import type { Paper } from '#exam/paper.ts';` }))).toHaveLength(1);
	expect(violations(graph({ 'src/events/meeting.ts': `export * from '#conversation/thread.ts';` }))).toHaveLength(1);
	expect(violations(graph({ 'src/ui/Name.svelte': `<script>import '#identity/name.ts';</script>` }))).toHaveLength(1);
});

test('only routes and entry files know who consumes what is recorded', () => {
	const text = `import { tell } from '#notifications/server/tell.ts';`;
	expect(violations(graph({ 'src/job-tasks.ts': text, 'src/routes/news/+page.server.ts': text }))).toEqual([]);
	expect(violations(graph({ 'src/exam/server/open.ts': text }))).toHaveLength(1);
});

test('no way leads from the browser into a server folder, except for types', () => {
	const way = {
		'src/course/Unit.svelte': `<script lang="ts">import { unit } from '#course/unit.ts';</script>`,
		'src/course/server/units.ts': '',
	};
	const through = (text: string) => violations(graph({ ...way, 'src/course/unit.ts': text }));
	expect(through(`import type { Row } from '#course/server/units.ts';`)).toEqual([]);
	expect(through(`import { row } from '#course/server/units.ts';`)).toEqual([
		'src/course/Unit.svelte: server code would reach the browser: ' +
			'src/course/Unit.svelte → src/course/unit.ts → src/course/server/units.ts',
	]);
	expect(through(`const load = () => import('#course/server/units.ts');`)).toHaveLength(1);
});

test('imports name their ending, cross areas by #, and leave the framework to routes and components', () => {
	expect(violations(graph({ 'src/course/a.ts': `import './b';` }))).toHaveLength(1);
	expect(violations(graph({ 'src/course/a.ts': `import '../platform/time.ts';` }))).toHaveLength(1);
	expect(violations(graph({ 'src/course/a.ts': `import { goto } from '$app/navigation';` }))).toHaveLength(1);
});
