/** As SvelteKit hands it to `onNavigate`. */
interface Leaving {
	from: { url: URL } | null;
	to: { url: URL } | null;
	complete: Promise<void>;
}

/** Lets one page fade into the next, where the browser can and nobody asked for less motion. */
export function crossFade({ from, to, complete }: Leaving): Promise<void> | undefined {
	const samePage = from?.url.pathname === to?.url.pathname;
	if (samePage || !document.startViewTransition || matchMedia('(prefers-reduced-motion: reduce)').matches)
		return undefined;
	return new Promise((resolve) => {
		document.startViewTransition(async () => {
			resolve();
			await complete;
		});
	});
}
