import type { Found } from '#search/server/search.ts';

/** Where a result leads. */
export function hrefOf({ kind, ref, place, communityId, threadId, postId }: Found): string {
	const [first = '', second = ''] = place.split('/');
	const community = `/c/${communityId}`;
	switch (kind) {
		case 'thread':
			return `${community}/threads/${threadId}`;
		case 'post':
			return `${community}/threads/${threadId}?at=${ref}#p-${ref}`;
		case 'document':
			return `${community}/threads/${threadId}?at=${postId}#p-${postId}`;
		case 'minutes':
			return `${community}/meetings/${ref}`;
		case 'lesson':
			return `${community}/units/${first}/topics/${second}`;
		case 'term':
			return `${community}/glossary#${first}`;
		case 'template':
			return `${community}/templates/${first}`;
		case 'person':
			return `/people/${ref}`;
	}
}
