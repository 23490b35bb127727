import type { RequestEvent } from '@sveltejs/kit';

/** What the rules look at: the framework's event, or as much of one as is made of what a program asks. */
export type Asked = Pick<RequestEvent, 'request' | 'url' | 'locals' | 'isDataRequest' | 'getClientAddress'> & {
	/** The route's pattern, where there is one. */
	route: { id: string | null };
};

/** Megabytes that may come with a request; files of up to 10 MB travel in forms. */
export const longestRequest = 12;

/** What holds for each request, whoever answers it: looks at it, has it answered, and looks at the answer. */
export type Rule = (asked: Asked, resolve: () => Promise<Response>) => Promise<Response>;

/** One rule around the other, the first one outermost. */
export const inTurn =
	(...rules: readonly Rule[]): Rule =>
	(asked, resolve) =>
		rules.reduceRight<() => Promise<Response>>((inner, rule) => () => rule(asked, inner), resolve)();
