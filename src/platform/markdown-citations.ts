export interface CitedWork {
	key: string;
	/** Such as "S. 12"; empty for the whole work. */
	locator: string;
}

/** Takes `@key; @key2, S. 12`, the inside of a citation's brackets, apart. */
export function citedWorks(inside: string): CitedWork[] {
	return inside.split(';').flatMap((part) => {
		const [, key = '', locator = ''] = /^\s*@([^\s,;]+)\s*(?:,\s*([^]*))?$/.exec(part) ?? [];
		return key ? [{ key, locator: locator.replace(/\s+/g, ' ').trim() }] : [];
	});
}
