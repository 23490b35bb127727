import { minify } from 'terser';
import type { Plugin } from 'vite';
import { messages } from './places.ts';

/** Stands in the scripts for the language of whoever loads them. */
const spoken = '__SPOKEN__';
/** Characters of a script below which a second look would find nothing. */
const longScript = 50_000;

/**
 * A browser loads words of one language: each script is written once for German and, in a folder of its own, once for
 * English, which `src/hooks.server.ts` leads English pages to. The long ones that nearly every visit loads are looked at
 * a second time for what can be said in fewer characters, and lose the words of the other language by that.
 */
export function oneLanguage(): Plugin {
	const inLanguage = async (code: string, locale: string) => {
		if (code.length < longScript) return code.replaceAll(spoken, JSON.stringify(locale));
		const compress = { passes: 3, global_defs: { [spoken]: locale } };
		return (await minify(code, { module: true, ecma: 2020, compress })).code ?? '';
	};
	return {
		name: 'allmende:one-language',
		apply: 'build',
		applyToEnvironment: ({ name }) => name === 'client',
		transform: {
			filter: { id: /\/src\/.*\.(?:js|ts|svelte)$/ },
			handler(code, id) {
				if (id.endsWith('/src/messages/runtime.js'))
					return code.replace('experimentalStaticLocale = undefined', `experimentalStaticLocale = ${spoken}`);
				if (id.startsWith(messages))
					return code
						.replace('experimentalStaticLocale ?? options.locale ?? getLocale()', spoken)
						.replace(/\(inputs(?: = \{\})?, options = \{\}\) =>/, '(inputs) =>');
				if (!id.includes('/src/messages/') && /\bm\.\w+\(.*\}, \{ ?locale\b/.test(code))
					this.error('In the browser words are in the language of the page.');
				return null;
			},
		},
		generateBundle: {
			order: 'post',
			async handler(_, bundle) {
				for (const chunk of Object.values(bundle).filter((file) => file.type === 'chunk')) {
					const [german, english] = await Promise.all(['de', 'en'].map((locale) => inLanguage(chunk.code, locale)));
					this.emitFile({
						type: 'asset',
						fileName: chunk.fileName.replace('immutable/', 'immutable/en/'),
						source: english?.replaceAll('../assets/', '../../assets/') ?? '',
					});
					chunk.code = german ?? '';
				}
			},
		},
	};
}

/** Makes the words' plural rules once instead of anew for each word, which takes longer than a post's whole rendering. */
export function thriftyWords(): Plugin {
	return {
		name: 'allmende:thrifty-words',
		transform: {
			filter: { id: /\/src\/messages\/registry\.js$/ },
			handler: (code) =>
				`const plurals = {};\n${code.replace(
					'new Intl.PluralRules(locale, options).select(',
					'(plurals[locale + options?.type] ??= new Intl.PluralRules(locale, options)).select(',
				)}`,
		},
	};
}
