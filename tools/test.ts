/**
 * `npm test`: every check and every test, and at the end one line of totals, in which a check counts as one.
 * With arguments only the tests whose files match them.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { alone } from './bootstrap/alone.mjs';
import { build } from './bootstrap/build.mjs';
import { run } from './bootstrap/run.mjs';
import { installTestPrograms } from './test-programs.ts';

type Totals = { passed: number; failed: number };
type Check = { title: string; program: string[] };

const bin = (file: string): string => `node_modules/${file}`;
/** They look at the sources alone. */
const ofSources: Check[] = [
	{ title: 'Formatting', program: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
	{ title: 'Linter', program: [bin('eslint/bin/eslint.js'), '.'] },
];
/** They need what the build generates: types of the routes, functions of the messages. */
const afterBuild: Check[] = [
	{
		title: 'Types',
		// by TypeScript 7, in half the time; the linter and the answers need the programming interface of TypeScript 6
		program: [
			bin('svelte-check/bin/svelte-check'),
			'--tsgo-experimental-api',
			'--tsconfig',
			'tsconfig.json',
			'--output',
			'human',
			'--fail-on-warnings',
		],
	},
	{ title: 'The API’s answers match the verbs', program: ['tools/answers.ts', '--verify'] },
	{ title: 'Database types match the migrations', program: ['tools/schema.ts', '--verify'] },
	{ title: 'Direction of imports', program: ['tools/imports.ts'] },
];

const seconds = (since: number): string => `${Math.round((performance.now() - since) / 1000)} s`;

async function check({ title, program }: Check): Promise<Totals> {
	const since = performance.now();
	const { code, said } = await run(process.execPath, program);
	const passed = code === 0;
	console.log(`${passed ? '✓' : '✗'} ${title} (${seconds(since)})${passed ? '' : `\n${said.trim()}`}`);
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

/** Runs the checks beside the build and side by side, one for each of two processor cores. @throws when the build fails */
async function checksAndBuild(): Promise<Totals[]> {
	const results: Totals[] = [];
	const work = async (waiting: Check[]) => {
		for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await check(next));
	};
	const waiting = [...afterBuild];
	const built = buildAlone();
	await Promise.all([
		built.then(() => work(waiting)),
		work([...ofSources])
			.then(() => built)
			.then(() => work(waiting)),
	]);
	return results;
}

const buildAlone = (): Promise<void> => alone(() => build(process.execPath));

async function tests(filters: readonly string[]): Promise<Totals> {
	const report = 'node_modules/.cache/tests.json';
	const since = performance.now();
	const child = spawn(
		process.execPath,
		[
			bin('vitest/vitest.mjs'),
			'run',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${report}`,
			...filters,
		],
		{ stdio: ['ignore', 'inherit', 'inherit'] },
	);
	const stop = () => child.kill();
	process.on('exit', stop);
	const code = await new Promise<number | null>((done) => child.on('close', done));
	process.off('exit', stop);
	console.log(`Tests took ${seconds(since)}`);
	const totals = countsOf(report, since);
	// an error outside of any test fails the run, too
	return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

type Report = {
	startTime: number;
	numPassedTests: number;
	numPendingTests: number;
	testResults: { status: string; assertionResults: { status: string }[] }[];
};

/** A file that could not even be loaded counts as one failed test. */
function countsOf(file: string, since: number): Totals {
	let report: Report;
	try {
		report = JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return { passed: 0, failed: 1 };
	}
	if (report.startTime < performance.timeOrigin + since) return { passed: 0, failed: 1 };
	if (report.numPendingTests > 0) console.log(`${report.numPendingTests} tests were skipped`);
	const failures = report.testResults
		.filter((result) => result.status === 'failed')
		.map((result) => Math.max(1, result.assertionResults.filter(({ status }) => status === 'failed').length));
	return { passed: report.numPassedTests, failed: failures.reduce((sum, count) => sum + count, 0) };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, () => process.exit(130));

const filters = process.argv.slice(2);
const programs = installTestPrograms();
const results: Totals[] = [];
try {
	if (filters.length === 0) results.push(...(await checksAndBuild()));
	else await buildAlone();
	await programs;
	results.push(await tests(filters));
} catch (cause) {
	console.error(cause instanceof Error ? cause.message : cause);
	results.push({ passed: 0, failed: 1 });
}
const sum = (which: keyof Totals): number => results.reduce((total, result) => total + result[which], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);
