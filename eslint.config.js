import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';

export default typescript.config(
	{ ignores: ['build', '.svelte-kit', 'node_modules', 'data', 'src/messages', 'src/platform/server/schema.ts'] },
	...typescript.configs.recommended,
	...svelte.configs.recommended,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'] } },
	},
	{
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'off',
			// dates and maps in state are replaced, never changed
			'svelte/prefer-svelte-reactivity': 'off',
		},
	},
);
