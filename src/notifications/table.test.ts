import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { directMails, table, tellings } from '#notifications/table.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((file) => /\/server\/.*\.ts$/.test(file) && !/\.test\.ts$|\.d\.ts$/.test(file))
	.map((file) => ts.createSourceFile(file, readFileSync(join('src', file), 'utf8'), ts.ScriptTarget.Latest, true));

function each(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	ts.forEachChild(node, (child) => each(child, look));
}
const nameOf = (call: ts.CallExpression): string => (ts.isIdentifier(call.expression) ? call.expression.text : '');
function literals(node: ts.Node): string[] {
	const found: string[] = [];
	each(node, (inner) => ts.isStringLiteral(inner) && found.push(inner.text));
	return found;
}

/** What calls of a function pass on as a kind: the texts among its arguments that look like one. */
function passedTo(name: string): string[] {
	return sources.flatMap((source) => {
		const found: string[] = [];
		each(source, (node) => {
			if (!ts.isCallExpression(node) || nameOf(node) !== name) return;
			for (const argument of node.arguments)
				found.push(...literals(argument).filter((text) => /^[a-z]+(_[a-z]+)+$/.test(text)));
		});
		return found;
	});
}

function enclosing(node: ts.Node): string {
	for (let outer = node.parent; outer; outer = outer.parent)
		if (ts.isFunctionDeclaration(outer) && outer.name) return outer.name.text;
	return '';
}

/** The kinds that one `record(…)` can write down, wherever they come from. */
function kindsOf(call: ts.CallExpression): string[] {
	const found: string[] = [];
	each(call, (node) => {
		if (ts.isCallExpression(node) && nameOf(node) === 'about') found.push(...literals(node.arguments[0] ?? node));
		const inObject = node.parent && ts.isObjectLiteralExpression(node.parent) && node.parent.parent === call;
		if (!inObject) return;
		if (ts.isPropertyAssignment(node) && node.name.getText() === 'kind') found.push(...outcomes(node.initializer));
		if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'kind') found.push(...passedTo(enclosing(call)));
	});
	return found;
}
const outcomes = (value: ts.Expression): string[] =>
	ts.isConditionalExpression(value)
		? [...outcomes(value.whenTrue), ...outcomes(value.whenFalse)]
		: ts.isStringLiteral(value)
			? [value.text]
			: [];

const recorded = sources.flatMap((source) => {
	const calls: { where: string; kinds: string[] }[] = [];
	each(source, (node) => {
		if (ts.isCallExpression(node) && nameOf(node) === 'record')
			calls.push({ where: source.fileName, kinds: kindsOf(node) });
	});
	return calls;
});

test('of every activity that is recorded the table says who hears of it, be it nobody', () => {
	expect(recorded.length).toBeGreaterThan(25);
	expect(recorded.filter(({ kinds }) => kinds.length === 0).map(({ where }) => where)).toEqual([]);
	const missing = recorded.flatMap(({ kinds }) => kinds).filter((kind) => !(kind in table));
	expect([...new Set(missing)]).toEqual([]);
	expect(recorded.flatMap(({ kinds }) => kinds)).toEqual(
		expect.arrayContaining(['post_hidden', 'post_shown', 'application_received', 'seat_offered', 'meeting_moved']),
	);
});

/** A sentence, or one for each form of the plural. */
const message = z.union([
	z.string(),
	z
		.tuple([z.looseObject({ match: z.record(z.string(), z.string()) })])
		.transform(([{ match }]) => Object.values(match).join(' ')),
]);
const messagesIn = (language: string): Record<string, string> =>
	z.record(z.string(), message).parse(JSON.parse(readFileSync(`messages/${language}/notifications.json`, 'utf8')));

test('every piece of news has its title and its sentence in both languages, with the same names in it', () => {
	const [german, english] = [messagesIn('de'), messagesIn('en')];
	const names = (text: string | undefined) => [...new Set(text?.match(/\{\w+\}/g))].sort();
	for (const { kind } of tellings)
		for (const key of [`news_${kind}_title`, `news_${kind}`]) {
			expect(german[key], key).toEqual(expect.any(String));
			expect(english[key], key).toEqual(expect.any(String));
			expect(english[key], key).not.toBe(german[key]);
			expect(names(english[key]), key).toEqual(names(german[key]));
		}
});

test('mails that verbs write themselves are listed beside the table', () => {
	const applicationMails = readFileSync('src/course/server/application-mails.ts', 'utf8');
	const kinds = [...applicationMails.matchAll(/^\t\t(\w+): \[m\.application_mail_/gm)].map(
		(match) => `application_${match[1]}`,
	);
	expect(kinds.length).toBeGreaterThan(5);
	expect(directMails).toEqual(expect.arrayContaining(kinds));
});
