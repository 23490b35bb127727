import { isListening, whenHeard } from '#platform/server/live.ts';
import type { Viewer } from '#platform/viewer.ts';

/** Milliseconds after which the session is asked for again even if nothing was heard. */
const longest = 60_000;
const most = 20_000;

type Kept = { viewer: Viewer; sessionId: string; until: number };
const kept = new Map<string, Kept>();
/** Moves on whenever something is forgotten: what was being looked up meanwhile is not kept. */
let generation = 0;

/**
 * Whose session the signed cookie is, looked up anew after a minute and whenever anything about the session or the
 * person has changed on any node; nothing is kept while this process cannot hear of that.
 */
export async function viewerByCookie(
	cookie: string,
	find: () => Promise<{ viewer: Viewer; sessionId: string } | null>,
): Promise<Viewer | null> {
	const known = kept.get(cookie);
	if (known && known.until > Date.now() && isListening()) return known.viewer;
	const before = generation;
	const found = await find();
	kept.delete(cookie);
	if (!found) return null;
	if (before === generation && isListening()) kept.set(cookie, { ...found, until: Date.now() + longest });
	const [oldest] = kept.keys();
	if (kept.size > most && oldest !== undefined) kept.delete(oldest);
	return found.viewer;
}

/** Whoever writes sees the effect with the very next request, without waiting for word of it. */
export const forgetViewer = (userId: string): void => forget(({ viewer }) => viewer.userId === userId);

function forget(which: (one: Kept) => boolean): void {
	generation += 1;
	for (const [cookie, one] of kept) if (which(one)) kept.delete(cookie);
}

whenHeard((key) => {
	const [kind, id = ''] = key.split(':');
	if (kind === 'session') forget(({ sessionId }) => sessionId === id);
	else if (kind === 'person') forgetViewer(id);
	else if (kind === '') forget(() => true);
});
