import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { config } from '#platform/server/config.ts';

/**
 * What this process counts of its own work, in Prometheus' text format. Labels come from the sources alone (routes,
 * kinds of jobs, outcomes), so that no person, community or address can be read from them and their number is bounded.
 */
export const registry = new Registry();
// they measure all the time, so only where somebody will ask
if (config.metricsToken) collectDefaultMetrics({ register: registry });

const registers = [registry];

const requests = new Counter({
	name: 'allmende_http_requests_total',
	help: 'Answered requests, by the route’s pattern',
	labelNames: ['method', 'route', 'status'] as const,
	registers,
});
const requestSeconds = new Histogram({
	name: 'allmende_http_request_duration_seconds',
	help: 'Time from the request’s headers to those of the answer',
	labelNames: ['route'] as const,
	buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
	registers,
});
const querySeconds = new Histogram({
	name: 'allmende_database_query_duration_seconds',
	help: 'Time of one query of the product',
	buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
	registers,
});
const failedQueries = new Counter({
	name: 'allmende_database_query_errors_total',
	help: 'Queries that the database refused or did not answer',
	registers,
});
const jobs = new Counter({
	name: 'allmende_jobs_total',
	help: 'Tries of jobs, by what came of them',
	labelNames: ['job', 'outcome'] as const,
	registers,
});
const mails = new Counter({
	name: 'allmende_mails_total',
	help: 'Mails handed to the SMTP server, by what came of it',
	labelNames: ['outcome'] as const,
	registers,
});

/** `route`: the pattern; `null` for an address that has none. */
export function countRequest(request: { method: string; route: string | null; status: number; seconds: number }): void {
	const route = request.route ?? 'none';
	requests.inc({ method: request.method, route, status: request.status });
	requestSeconds.observe({ route }, request.seconds);
}

export function countQuery(query: { failed: boolean; seconds: number }): void {
	querySeconds.observe(query.seconds);
	if (query.failed) failedQueries.inc();
}

export const countJob = (job: string, outcome: 'done' | 'failed'): void => jobs.inc({ job, outcome });

export const countMail = (outcome: 'sent' | 'failed'): void => mails.inc({ outcome });

/** A figure that is looked up when it is asked for. */
export function gauge(name: string, help: string): Gauge {
	return new Gauge({ name, help, registers });
}
