import { expect, test } from 'vitest';
import { maskRules } from './masks.ts';
import { shapes } from './shapes.ts';

const rules = new Map(
	maskRules()
		.split('\n')
		.map((rule) => [rule.slice(0, rule.indexOf(' {')), rule]),
);

test('each icon has one rule, and a second one where there is something to fill', () => {
	const wanted = Object.entries(shapes).flatMap(([name, shape]) => [
		`.i-${name}`,
		...('body' in shape ? [`.i-${name}.filled`] : []),
	]);
	expect([...rules.keys()]).toEqual(wanted);
});

test('of a filled icon the detail is cut out, and what lies outside stays a line', () => {
	const { body, detail, outside } = shapes.document;
	const filled = rules.get('.i-document.filled');
	expect(filled).toContain(
		`<mask id='m'><path fill='%23fff' stroke='%23fff' d='${body}'/><path stroke='%23000' d='${detail}'/></mask>`,
	);
	expect(filled).toContain(`<path d='${outside}'/></svg>`);
	expect(rules.get('.i-document')).toContain(`<path d='${body}${outside}${detail}'/>`);
});
