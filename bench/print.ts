import type { ConnectionFigures } from './connections.ts';
import type { VisitFigures } from './first-visit.ts';
import type { PageFigures } from './pages.ts';
import type { ReplyFigures } from './replies.ts';

export type Figures = {
	at: string;
	/** `load`: runnable processes of the machine over 1, 5 and 15 minutes. */
	machine: { cores: number; model: string; node: string; load: number[] };
	/** Absent where only other parts were asked for. */
	pages: PageFigures[] | undefined;
	replies: ReplyFigures[] | undefined;
	connections: ConnectionFigures | undefined;
	visit: VisitFigures | undefined;
};

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** The figures as plain text: times in milliseconds, CPU a request. */
export function printFigures(
	{ at, machine, pages, replies, connections, visit }: Figures,
	say: (line: string) => void,
): void {
	say(
		`\n${at} · ${machine.cores} cores (${machine.model}) · Node ${machine.node} · load ${machine.load.map((n) => n.toFixed(1)).join(' ')}`,
	);
	if (pages)
		table(
			['page', 'per s', 'p50', 'p99', 'web CPU', 'db CPU', 'queries', 'size', 'bare: per s', 'p50', 'CPU'],
			pages.map((one) => [
				one.page,
				one.perSecond.toFixed(0),
				ms(one.p50),
				ms(one.p99),
				ms(one.webCpu),
				ms(one.databaseCpu),
				String(one.queries),
				kilobytes(one.bytes),
				one.bare.perSecond.toFixed(0),
				ms(one.bare.p50),
				ms(one.bare.webCpu),
			]),
			say,
		);
	if (replies)
		table(
			['reply', 'p50', 'p99', 'web CPU', 'db CPU', 'queries', 'heard p50', 'heard p99'],
			replies.map((one) => [
				`${one.online} online`,
				ms(one.p50),
				ms(one.p99),
				ms(one.webCpu),
				ms(one.databaseCpu),
				one.queries ? String(one.queries) : '',
				ms(one.seenP50),
				ms(one.seenP99),
			]),
			say,
		);
	const rest: [string, string][] = [];
	if (connections)
		rest.push([
			`memory of an idle live connection (${connections.connections} of them)`,
			kilobytes(connections.bytesEach),
		]);
	if (visit)
		rest.push(
			['reply shown in another browser, p50', `${ms(visit.shownToAnother)} ms`],
			['first visit to a thread', `${kilobytes(visit.bytes)} in ${visit.requests} requests`],
			[
				'  of these',
				Object.entries(visit.byKind)
					.map(([kind, bytes]) => `${kind} ${kilobytes(bytes)}`)
					.join(', '),
			],
			['largest paint of that visit', `${ms(visit.largestPaint)} ms`],
		);
	if (rest.length) table(['', ''], rest, say);
}

function table(head: readonly string[], rows: readonly (readonly string[])[], say: (line: string) => void): void {
	const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
	say('');
	for (const row of head.some(Boolean) ? [head, ...rows] : rows)
		say(
			row
				.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
				.join('  '),
		);
}
