import { posix } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** Vite's list of the files it has written. */
type Entries = Record<string, { file: string; imports?: string[]; dynamicImports?: string[] }>;

/**
 * The framework asks for a file to begin with, and for one for each layout and page. Where everything of it is in a file
 * shared with others, what is left only says so (`export { x as component } from '…'`): then the shared file itself is
 * asked for instead.
 */
export function noSignposts(): Plugin {
	const signpost = /^export\{([^}]+)\}from"([^"]+)";?\s*$/;
	/** The names that a list of exports gives to what has others inside. */
	const names = (exported: string) =>
		exported.split(',').map((one) => {
			const [inside = '', outside = inside] = one.split(' as ');
			return { inside, outside };
		});
	return {
		name: 'allmende:no-signposts',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		generateBundle: {
			// after Vite has written its list of files
			order: 'post',
			handler(_, bundle) {
				const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
				const list = Object.values(bundle).find(({ fileName }) => fileName === '.vite/manifest.json');
				if (list?.type !== 'asset') throw new Error('Vite has written no list of files.');
				const entries = JSON.parse(String(list.source)) as Entries;
				for (const { fileName, code } of chunks) {
					const [, exported, written] = signpost.exec(code) ?? [];
					if (!exported || !written) continue;
					const leader = chunks.find((chunk) => chunk.dynamicImports.includes(fileName));
					const shared = posix.join(posix.dirname(fileName), written);
					const home = chunks.find((chunk) => chunk.fileName === shared);
					// pages ask for what they begin with by its own names
					if (home && !leader)
						home.code = home.code.replace(/export\{([^}]+)\};?\s*$/, (_, list) => {
							const locals = new Map(names(list).map(({ inside, outside }) => [outside, inside]));
							const added = names(exported).map(({ inside, outside }) => `${locals.get(inside)} as ${outside}`);
							return `export{${[list, ...added].join()}};`;
						});
					const path = (to: string, from: string) => {
						const relative = posix.relative(posix.dirname(from), to);
						return relative.startsWith('.') ? relative : `./${relative}`;
					};
					const parts = names(exported).map(({ inside, outside }) => `${outside}:shared.${inside}`);
					for (const chunk of chunks)
						chunk.code = chunk.code.replace(
							`import(\`${path(fileName, chunk.fileName)}\`)`,
							() => `import(\`${path(shared, chunk.fileName)}\`).then(shared=>({${parts}}))`,
						);
					for (const [key, entry] of Object.entries(entries))
						if (entry.file === fileName) {
							entry.file = shared;
							// where the framework looks for the rest of what pages begin with
							if (!leader) entry.dynamicImports ??= [key];
						}
					delete bundle[fileName];
				}
				withoutHelper(bundle, entries);
				list.source = JSON.stringify(entries);
			},
		},
	};
}

/** Writes the bundler's one small helper into the scripts that need it, which is shorter than asking for it. */
function withoutHelper(bundle: Rolldown.OutputBundle, entries: Entries): void {
	const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
	const helper = chunks.find(
		({ moduleIds }) => moduleIds.length === 1 && moduleIds[0]?.endsWith('rolldown/runtime.js'),
	);
	const [, body, name] = /^(.*);export\{(\w+)\};?\s*$/s.exec(helper?.code ?? '') ?? [];
	if (!helper || !body || !name) return;
	const file = posix.basename(helper.fileName);
	const wanted = new RegExp(`import\\{${name} as (\\w+)\\}from"[./\\w]*/${RegExp.escape(file)}";`);
	for (const chunk of chunks)
		chunk.code = chunk.code.replace(wanted, (_, local) => `const ${local}=(()=>{${body};return ${name}})();`);
	if (chunks.some((chunk) => chunk !== helper && chunk.code.includes(file))) return;
	delete bundle[helper.fileName];
	for (const entry of Object.values(entries))
		entry.imports = (entry.imports ?? []).filter((imported) => imported !== `_${file}`);
	delete entries[`_${file}`];
}
