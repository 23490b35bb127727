import { problemBody, problemOf } from '#platform/server/problem.ts';
import { longestRequest } from '#platform/server/rule.ts';
import { forbidden, InvalidInput, notFound, Refusal, signInFirst } from '#platform/refusal.ts';

const sent = (cause: unknown) => problemBody(problemOf(cause, 'en'));

/** For each status what it means, and one problem as it is really answered. */
export const problemExamples = {
	401: { means: 'Not signed in', example: sent(signInFirst()) },
	403: { means: 'Not allowed, or the token lacks the scope', example: sent(forbidden()) },
	404: { means: 'Not there, or not for this person', example: sent(notFound()) },
	409: { means: 'Refused by a rule; `code` says by which', example: sent(new Refusal('house_rules_first')) },
	413: {
		means: 'Longer than a request may be',
		example: sent(new Refusal('request_too_large', { status: 413, values: { megabytes: longestRequest } })),
	},
	422: {
		means: 'Invalid input, or a key that came with other input before',
		example: sent(new InvalidInput([{ field: 'name', message: 'Please write at least 3 characters.' }])),
	},
	429: {
		means: 'Asked too often; try again later',
		example: sent(new Refusal('too_many_requests', { status: 429, values: { seconds: 42 } })),
	},
} as const;
