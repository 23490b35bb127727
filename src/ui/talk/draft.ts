const prefix = 'draft:';

/** A safety net in this browser for what is not yet at the server; it never fails, it only may be absent. */
export function keepDraft(key: string, text: string): void {
	try {
		if (text) localStorage.setItem(prefix + key, text);
		else localStorage.removeItem(prefix + key);
	} catch {
		// private windows and full stores refuse; the text still stands in the field
	}
}

export function keptDraft(key: string): string | null {
	try {
		return localStorage.getItem(prefix + key);
	} catch {
		return null;
	}
}

/** After the post has been accepted. */
export function forgetDraft(key: string): void {
	keepDraft(key, '');
}
