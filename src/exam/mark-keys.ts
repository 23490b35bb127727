type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>;

/** True while words or points are being typed: keys then belong to the text. A choice of level is no text. */
export function isTyping({ target }: Pick<KeyboardEvent, 'target'>): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement) return target.type !== 'radio';
	return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null;
}

const plain = (press: Press): boolean => !press.ctrlKey && !press.metaKey && !press.altKey && !isTyping(press);

/** The level that a number key stands for, from 0; null for any other key, and while somebody types. */
export function levelKey(press: Press, levels: number): number | null {
	const level = /^[1-9]$/.test(press.key) ? Number(press.key) - 1 : -1;
	return plain(press) && level >= 0 && level < levels ? level : null;
}

/** J goes to the next paper, K to the one before. */
export function paperKey(press: Press): 'next' | 'previous' | null {
	if (!plain(press)) return null;
	return press.key === 'j' ? 'next' : press.key === 'k' ? 'previous' : null;
}

/**
 * Which criterion a number key is for, and which comes then: the one with the focus, or else the first without a level;
 * afterwards the next one in the list that still has none.
 */
export function nextCriterion(
	criteria: readonly string[],
	levels: Readonly<Record<string, string>>,
	focused: string | null,
): { criterion: string | null; then: string | null } {
	const bare = (id: string) => (levels[id] ?? '') === '';
	const criterion = focused !== null && criteria.includes(focused) ? focused : (criteria.find(bare) ?? null);
	if (criterion === null) return { criterion, then: null };
	const at = criteria.indexOf(criterion);
	const rest = [...criteria.slice(at + 1), ...criteria.slice(0, at)];
	return { criterion, then: rest.find(bare) ?? null };
}
