/**
 * Writes what every verb answers, as JSON Schema taken from the type its `run` returns, or (with `--verify`) fails when
 * that has drifted. A verb that declares its `output` itself is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';

type Schema = { [keyword: string]: unknown };

const file = 'src/platform/server/answers.json';
const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const program = ts.createProgram(['src/verbs.ts'], options);
const checker = program.getTypeChecker();

/** Types with a name of their own stand once, under it. */
const named = new Map<string, { type: ts.Type; schema: Schema }>();

function schemaOf(type: ts.Type, where: string): Schema {
	if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
	// the driver gives booleans
	if (type.aliasSymbol?.name === 'SqlBool') return { type: 'boolean' };
	if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Null)) return { type: 'null' };
	if (isValue(type)) return { const: type.value };
	if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
	if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
	if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping))
		return { type: 'string' };
	if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
	const name = nameOf(type);
	if (name) return reference(name, type, where);
	return type.isUnion() ? unionOf(type.types, where) : structureOf(type, where);
}

/** Of a type that this house exports and that is not made from others; the first of a name has it. */
function nameOf(type: ts.Type): string | null {
	const symbol = type.aliasSymbol ?? type.getSymbol();
	if (!symbol || symbol.name.startsWith('__') || !/^[A-Z]/.test(symbol.name)) return null;
	const [declared] = symbol.getDeclarations() ?? [];
	const path = relative(process.cwd(), declared?.getSourceFile().fileName ?? '');
	if (!declared || !path.startsWith('src/') || path.startsWith('src/messages')) return null;
	if (!(ts.getCombinedModifierFlags(declared as ts.Declaration) & ts.ModifierFlags.Export)) return null;
	const generic =
		type.aliasTypeArguments ?? (type.aliasSymbol ? [] : checker.getTypeArguments(type as ts.TypeReference));
	if (generic.length > 0) return null;
	return type.isUnion() && type.types.every((each) => each.isLiteral()) ? null : symbol.name;
}

function reference(name: string, type: ts.Type, where: string): Schema {
	const before = named.get(name);
	if (before && before.type !== type) return type.isUnion() ? unionOf(type.types, where) : structureOf(type, where);
	if (!before) {
		const entry = { type, schema: {} };
		named.set(name, entry);
		entry.schema = type.isUnion() ? unionOf(type.types, where) : structureOf(type, where);
	}
	return { $ref: `#/components/schemas/${name}` };
}

const isValue = (type: ts.Type): type is ts.StringLiteralType | ts.NumberLiteralType =>
	type.isStringLiteral() || type.isNumberLiteral();

function unionOf(all: readonly ts.Type[], where: string): Schema {
	const types = all.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
	const booleans = types.filter((type) => type.flags & ts.TypeFlags.BooleanLiteral);
	const literals = types.flatMap((type) => (isValue(type) ? [type.value] : []));
	const rest = types.filter((type) => !isValue(type) && !(booleans.length === 2 && booleans.includes(type)));
	const schemas = rest.map((type) => schemaOf(type, where));
	if (booleans.length === 2) schemas.unshift({ type: 'boolean' });
	if (literals.length === 1) schemas.unshift({ const: literals[0] });
	if (literals.length > 1) schemas.unshift({ enum: literals.toSorted() });
	const texts = [...new Set(schemas.map((schema) => JSON.stringify(schema)))];
	// in an order that does not hang on the compiler, and that says last what may be missing
	const order = (text: string) => (text === '{"type":"null"}' ? 1 : 0);
	const different: Schema[] = texts
		.toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
		.map((text) => JSON.parse(text));
	return different.length === 1 ? (different[0] ?? {}) : { anyOf: different };
}

function structureOf(type: ts.Type, where: string): Schema {
	const name = type.getSymbol()?.name;
	if (name === 'Date') return { type: 'string', format: 'date-time' };
	if (name === 'Response') return { type: 'string', format: 'binary' };
	if (checker.isTupleType(type)) {
		const items = checker.getTypeArguments(type as ts.TypeReference).map((each) => schemaOf(each, where));
		return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
	}
	if (checker.isArrayType(type)) {
		const [item] = checker.getTypeArguments(type as ts.TypeReference);
		return { type: 'array', items: item ? schemaOf(item, where) : {} };
	}
	if (type.getCallSignatures().length > 0 || ['Map', 'Set', 'Buffer', 'Uint8Array', 'Promise'].includes(name ?? ''))
		throw new Error(`${where} is ${checker.typeToString(type)}, which JSON cannot hold`);
	return objectOf(type, where);
}

function objectOf(type: ts.Type, where: string): Schema {
	const properties: Record<string, Schema> = {};
	const required: string[] = [];
	const byName = (a: ts.Symbol, b: ts.Symbol) => (a.name < b.name ? -1 : 1);
	for (const property of checker.getPropertiesOfType(type).toSorted(byName)) {
		const inner = checker.getTypeOfSymbol(property);
		properties[property.name] = schemaOf(inner, `${where}.${property.name}`);
		const optional =
			property.flags & ts.SymbolFlags.Optional ||
			(inner.isUnion() && inner.types.some((each) => each.flags & ts.TypeFlags.Undefined));
		if (!optional) required.push(property.name);
	}
	const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
	if (index && required.length === 0) return { type: 'object', additionalProperties: schemaOf(index.type, where) };
	return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

type Declared = { name: string; answer: ts.Type };

/** The verbs that leave it to their `run` what they answer. */
function undeclared(source: ts.SourceFile): Declared[] {
	return source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
		declarationList.declarations.flatMap((declaration) => {
			const { initializer } = declaration;
			if (!initializer || !ts.isCallExpression(initializer) || initializer.expression.getText() !== 'verb') return [];
			const [literal] = initializer.arguments;
			if (!literal || !ts.isObjectLiteralExpression(literal)) return [];
			const field = (name: string) => literal.properties.find((property) => property.name?.getText() === name);
			const said = field('name');
			if (field('output') || !said || !ts.isPropertyAssignment(said) || !ts.isStringLiteral(said.initializer))
				return [];
			const answer = checker.getTypeAtLocation(declaration).aliasTypeArguments?.[1];
			return answer ? [{ name: said.initializer.text, answer }] : [];
		}),
	);
}

const verbs = Object.fromEntries(
	program
		.getSourceFiles()
		.filter(({ fileName }) => /\/src\/.*\/server\//.test(fileName))
		.flatMap(undeclared)
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.map(({ name, answer }) => [name, schemaOf(answer, name)]),
);
const types = Object.fromEntries(
	[...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, { schema }]) => [name, schema]),
);
/** One line for each, so that two changes seldom meet in one. */
const lines = (all: Record<string, Schema>): string =>
	Object.entries(all)
		.map(([name, schema]) => `\t\t${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
		.join(',\n');
const text = `{\n\t"types": {\n${lines(types)}\n\t},\n\t"verbs": {\n${lines(verbs)}\n\t}\n}\n`;

if (!process.argv.includes('--verify')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
	console.log(`${file} has drifted from what the verbs return: npm run answers`);
	process.exitCode = 1;
}
