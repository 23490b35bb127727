import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { parse, type AST } from 'svelte/compiler';

/** What a component may be given to look otherwise: optional properties, and words and numbers of which it takes one. */
type Looks = { optional: string[]; choices: string[] };
/** What a component is given where it is used: properties and snippets. */
type Use = { component: string; given: string[] };

/** Reads the `Props` of a component, also within what it is given in lists; what it takes by default is seen anyway. */
export function looksOf(text: string): Looks {
	const script = /<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
	const optional = new Set<string>();
	const choices = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isPropertySignature(node) && node.questionToken) optional.add(node.name.getText());
		if (ts.isUnionTypeNode(node))
			for (const member of node.types)
				if (ts.isLiteralTypeNode(member) && (ts.isStringLiteral(member.literal) || ts.isNumericLiteral(member.literal)))
					choices.add(member.literal.text);
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(ts.createSourceFile('component.ts', script, ts.ScriptTarget.Latest, true), (node) => {
		if (ts.isInterfaceDeclaration(node) && node.name.text === 'Props') node.members.forEach(visit);
	});
	const isDefault = (choice: string) => new RegExp(` = '?${choice}'?,? `).test(script.replaceAll(/\s/g, ' '));
	const ofFields = /extends FieldProps\b/.test(script) ? ['hint', 'error', 'optional', 'large'] : [];
	return { optional: [...optional, ...ofFields], choices: [...choices].filter((choice) => !isDefault(choice)) };
}

/** The lists that a component is given and says something else of when there is nothing in them. */
export function emptyIn(text: string): string[] {
	const [script = '', markup = ''] = text.split('</script>');
	const lists = [...markup.matchAll(/(\w+)\.length === 0/g)].flatMap(([, list]) => list ?? []);
	return [...new Set(lists)].filter((list) => !new RegExp(`(const|let) ${list}\\b`).test(script));
}

/** The components that a text uses, each with what it is given there. */
export function usesIn(text: string): Use[] {
	const uses: Use[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (!isNode(node)) return;
		if (node.type === 'Component') uses.push({ component: node.name, given: givenTo(node) });
		Object.values(node).forEach(visit);
	};
	visit(parse(text, { modern: true }).fragment);
	return uses;
}

const isNode = (value: unknown): value is AST.TemplateNode => typeof value === 'object' && value !== null;

function givenTo({ attributes, fragment }: AST.Component): string[] {
	const snippets = fragment.nodes.filter((child) => child.type === 'SnippetBlock');
	const others = fragment.nodes.some(
		(child) =>
			child.type !== 'SnippetBlock' && child.type !== 'Comment' && !(child.type === 'Text' && !child.data.trim()),
	);
	return [
		...attributes.flatMap((one) => ('name' in one ? [one.name] : [])),
		...snippets.map(({ expression }) => expression.name),
		...(others ? ['children'] : []),
	];
}

/** All components below a folder, by the name under which they are used. */
export const componentsBelow = (folder: string): { name: string; path: string; text: string }[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.svelte'))
		.map((file) => join(folder, file))
		.map((path) => ({ name: basename(path, '.svelte'), path, text: readFileSync(path, 'utf8') }));

/** The components of areas that two pages or more use, themselves or through another component. */
export function sharedByPages(): { name: string; path: string; text: string }[] {
	const all = componentsBelow('src');
	const imported = new Map(all.map(({ path, text }) => [path, importsIn(path, text)]));
	const pages = new Map<string, Set<string>>();
	const note = (page: string, path: string): void => {
		for (const used of imported.get(path) ?? []) {
			const known = pages.get(used) ?? new Set();
			if (known.has(page)) continue;
			pages.set(used, known.add(page));
			note(page, used);
		}
	};
	for (const { path } of all)
		if (path.startsWith('src/routes/') && !path.startsWith('src/routes/components/')) note(path, path);
	return all.filter(({ path }) => !/^src\/(ui|routes)\//.test(path) && (pages.get(path)?.size ?? 0) > 1);
}

const importsIn = (path: string, text: string): string[] =>
	[...text.matchAll(/ from '([^']+\.svelte)'/g)].map(([, from = '']) =>
		from.startsWith('#') ? join('src', from.slice(1)) : join(dirname(path), from),
	);
