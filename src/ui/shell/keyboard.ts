/** True while someone types: single-letter shortcuts then belong to the text. A choice that is only ticked takes none. */
export function isWriting(event: KeyboardEvent): boolean {
	const target = event.target;
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement && /^(radio|checkbox|submit|button)$/.test(target.type)) return false;
	return (
		target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null
	);
}

/** The single key that was pressed, in lower case, or nothing while somebody writes or holds a modifier. */
export function shortcut(event: KeyboardEvent): string | undefined {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return undefined;
	return event.key.length === 1 ? event.key.toLowerCase() : undefined;
}
