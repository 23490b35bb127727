import { mayReadMetrics, metricsNow } from '#platform/server/metrics-now.ts';
import type { RequestHandler } from './$types';

/** For a Prometheus that bears the token of METRICS_TOKEN; without that variable there is nothing here. */
export const GET: RequestHandler = async ({ request }) => {
	const may = mayReadMetrics(request.headers.get('authorization'));
	if (may === null) return new Response('Not found\n', { status: 404 });
	if (!may) return new Response('Not allowed\n', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
	const { type, text } = await metricsNow();
	return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } });
};
