type Address = { readonly searchParams: Iterable<[string, string]> };

/** A form's action that comes back to where one is in a list in pages, without JavaScript as well. */
export function actionHere(name: string, { searchParams }: Address): string {
	const kept = [...searchParams].filter(([key]) => !key.startsWith('/'));
	return `?${[`/${name}`, new URLSearchParams(kept).toString()].filter(Boolean).join('&')}`;
}

/** One of a page's lists from the entry after `key` on, or from its beginning; the page's other lists stay where they are. */
export function inList(
	{ pathname, searchParams }: Address & { readonly pathname: string },
	list: string,
	key: string | number | null,
): string {
	const kept = [...searchParams].filter(([name]) => name !== list && !name.startsWith('/'));
	const asked = new URLSearchParams(key === null ? kept : [...kept, [list, String(key)]]).toString();
	return asked ? `${pathname}?${asked}` : pathname;
}
