import { existsSync } from 'node:fs';
import { areas } from '../rights/table.ts';

const isPage = (id: string): boolean =>
	['+page.svelte', '+page@.svelte'].some((file) => existsSync(`src/routes${id === '/' ? '' : id}/${file}`));
const params = (id: string): number => id.split('[').length - 1;

/** The ids of all pages, such as `/c/[communityId]/talk`; those with fewer parameters first. */
export const pageRoutes: readonly string[] = areas
	.flatMap(({ routes }) => Object.keys(routes))
	.filter(isPage)
	.toSorted((a, b) => params(a) - params(b));

const patterns = pageRoutes.map((id) => {
	const [before = '', ...rest] = id.split(/\[(?:\.\.\.)?\w+\]/);
	return { id, pattern: new RegExp(`^${[before, ...rest].map(RegExp.escape).join('[^/]+')}/?$`) };
});

/** The page that a path opens; `undefined` when it leads to a file or an endpoint. */
export const pageAt = (path: string): string | undefined => patterns.find(({ pattern }) => pattern.test(path))?.id;

/**
 * Pages to which no click in the demo leads, because mailed links do, or a state in which the demo is not. The walk
 * through the rights looks at them as somebody whom they let in, and the journeys at those behind a secret.
 */
export const elsewhere: readonly string[] = [
	'/components',
	'/reset',
	'/verify',
	'/setup',
	'/communities',
	'/applications/verify',
	'/c/[communityId]/leave',
	'/c/[communityId]/settings',
	'/c/[communityId]/requests',
	'/communities/[communityId]',
	'/join/[secret]',
	'/c/[communityId]/spaces',
	'/applications/[applicationId]',
	'/applications/[applicationId]/offer',
	'/enrol/[token]',
	'/objections/[objectionId]',
	'/exams/[examId]/result',
	'/invitations/[token]',
	'/unsubscribe/[token]',
	'/exams/[examId]/locked',
	'/c/[communityId]/people/[userId]',
	'/organisations/[organisationId]/communities/[communityId]',
	'/c/[communityId]/posts/[postId]/history',
	'/c/[communityId]/meetings/[meetingId]/edit',
	'/exams/[examId]/papers/[paperId]',
];
