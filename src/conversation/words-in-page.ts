/** What the framework finds its way by. */
const markers = /<!--.*?-->/g;

/** The words of a post as they stand in the page that the server sent; nothing where the browser made the page. */
export function wordsInPage(postId: string): string | undefined {
	if (typeof document === 'undefined') return undefined;
	return document.querySelector(`#p-${postId} .reading`)?.innerHTML.replaceAll(markers, '').trim();
}

/** The same HTML as the browser writes it, to be compared with what stands in the page. */
export function asWritten(html: string): string {
	const read = document.createElement('template');
	read.innerHTML = html;
	return read.innerHTML.trim();
}
