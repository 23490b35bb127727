type Address = { readonly searchParams: Iterable<[string, string]> };

/** A form's action that comes back to where one is in a list in pages, without JavaScript as well. */
export function actionHere(name: string, { searchParams }: Address): string {
	const kept = [...searchParams].filter(([key]) => !key.startsWith('/'));
	return `?${[`/${name}`, new URLSearchParams(kept).toString()].filter(Boolean).join('&')}`;
}

/** Further in one of several lists of a page, while the others stay where they are; nowhere at its end. */
export function further({ searchParams }: Address, list: string, after: string | null): string | undefined {
	if (!after) return undefined;
	const kept = [...searchParams].filter(([key]) => key !== list && !key.startsWith('/'));
	return `?${new URLSearchParams([...kept, [list, after]])}`;
}
