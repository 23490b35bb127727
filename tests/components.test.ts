import { expect, test } from 'vitest';
import { componentsBelow, emptyIn, looksOf, sharedByPages, usesIn } from './components.ts';

const ui = componentsBelow('src/ui');
const shared = sharedByPages();
const page = componentsBelow('src/routes/components')
	.filter(({ name }) => name !== '+page')
	.map(({ text }) => ({ text, uses: usesIn(text) }));
const uses = page.flatMap((room) => room.uses);
const direct = new Set(uses.map(({ component }) => component));

/** They surround the page of the components itself, as they do every page. */
const around = ['BottomBar', 'FontPreloads', 'PublicBar', 'Rail', 'Shell', 'SkipLink', 'TopBar', 'ViewerMenu'];

/** The head of a page with its title, lists of what the page shows one by one, and forms made of fields that it shows. */
const leftOut = [
	'CaseForm',
	'CohortHead',
	'CommunityFields',
	'EventFields',
	'InvitationForm',
	'ReleaseForm',
	'RevokeForm',
	'SuspicionForm',
	'Talk',
	'WishesForm',
];

/** What components are given without looking otherwise: for forms, for machines, or how deep a heading stands. */
const unseen = [
	'accept',
	'action',
	'at',
	'id',
	'instead',
	'keep',
	'level',
	'live',
	'locale',
	'max',
	'min',
	'name',
	'required',
	'result',
];

/** The components of which those on the page are made. */
function within(names: ReadonlySet<string>): Set<string> {
	const inside = ui.filter(({ name }) => names.has(name)).flatMap(({ text }) => usesIn(text));
	const all = new Set([...names, ...inside.map(({ component }) => component)]);
	return all.size === names.size ? all : within(all);
}

test('every component stands on the page of the components', () => {
	const shown = within(direct);
	expect(ui.map(({ name }) => name).filter((name) => !shown.has(name) && !around.includes(name))).toEqual([]);
	expect(around.filter((name) => direct.has(name))).toEqual([]);
});

test('so does what several pages share of the areas', () => {
	const missing = shared.map(({ name }) => name).filter((name) => !direct.has(name));
	expect(missing.toSorted()).toEqual(leftOut);
});

test('each stands there with whatever it may be given to look otherwise', () => {
	const lacking = [...ui, ...shared]
		.filter(({ name }) => direct.has(name))
		.flatMap(({ name, text }) => {
			const given = uses.filter(({ component }) => component === name).flatMap((use) => use.given);
			const beside = page.filter((room) => room.uses.some(({ component }) => component === name));
			const written = beside.map((room) => room.text).join('\n');
			const { optional, choices } = looksOf(text);
			const keys = optional.filter(
				(key) => !unseen.includes(key) && !given.includes(key) && !new RegExp(`\\b${key}\\b *[:,}]`).test(written),
			);
			const words = choices.filter((word) => !new RegExp(`['"{ ]${word}['"} ,]`).test(written));
			return [...keys, ...words].map((lack) => `${name}: ${lack}`);
		});
	expect(lacking).toEqual([]);
});

test('each stands there with nothing in it, too, where it has words for that', () => {
	const lacking = [...ui, ...shared]
		.filter(({ name }) => direct.has(name))
		.flatMap(({ name, text }) => {
			const written = page
				.filter((room) => room.uses.some(({ component }) => component === name))
				.map((room) => room.text);
			return emptyIn(text)
				.filter((list) => !new RegExp(`\\b${list}(: |=\\{)\\[\\]`).test(written.join('\n')))
				.map((list) => `${name}: no ${list}`);
		});
	expect(lacking).toEqual([]);
});

test('what a component may be given is read from its properties, what it is given from where it is used', () => {
	const text = `<script lang="ts">
		interface Props extends Omit<Attributes, 'class'> {
			kind?: 'plain' | 'done' | undefined;
			items: readonly { size: 14 | 16; note?: string | undefined }[];
		}
		let { kind = 'plain', items }: Props = $props();
	</script>`;
	expect(looksOf(text)).toEqual({ optional: ['kind', 'note'], choices: ['done', '14', '16'] });
	const lists = `<script>let files = $state([]);</script>{#if kept.rows.length === 0}…{/if}{#if files.length === 0}…{/if}`;
	expect(emptyIn(lists)).toEqual(['rows']);
	expect(usesIn(`{#if a}<One kind="done" {items}>{#snippet side()}<Two />{/snippet}</One>{/if}`)).toEqual([
		{ component: 'One', given: ['kind', 'items', 'side'] },
		{ component: 'Two', given: [] },
	]);
});
