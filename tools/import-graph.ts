import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** One import as written, and the source file it leads to (`null`: a package, or made by a tool). */
export type Import = { written: string; target: string | null; typeOnly: boolean };
/** All source files below `src`, by path from the project's root, with what they import. */
export type Graph = ReadonlyMap<string, readonly Import[]>;

/** Reads the modules and components below `src`; tests are left out, they may use whatever they test. */
export function readGraph(): Graph {
	const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
		.map((file) => posix.join('src', file.replaceAll('\\', '/')))
		.filter((file) => /\.(ts|svelte)$/.test(file) && !/\.(test|d)\.ts$|^src\/messages\//.test(file));
	return new Map(files.map((file) => [file, importsOf(file, readFileSync(file, 'utf8'))]));
}

export function importsOf(file: string, text: string): Import[] {
	const script = file.endsWith('.svelte') ? scriptsOf(text) : text;
	const found: Import[] = [];
	const add = (node: ts.Node | undefined, typeOnly: boolean) => {
		if (node && ts.isStringLiteral(node))
			found.push({ written: node.text, target: targetOf(file, node.text), typeOnly });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node))
			add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			add(node.arguments[0], false);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(`${file}.ts`, script, ts.ScriptTarget.Latest));
	return found;
}

const scriptsOf = (component: string): string =>
	[...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');

function targetOf(file: string, written: string): string | null {
	if (written.startsWith('#messages/') || written.endsWith('/$types')) return null;
	if (written.startsWith('#')) return join('src', written.slice(1));
	return written.startsWith('.') ? join(dirname(file), written) : null;
}
