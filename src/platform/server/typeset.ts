import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '#platform/server/project-root.ts';
import { legible } from '#platform/server/typeset-letters.ts';
import type { Answer, Order } from '#platform/server/typeset-worker.ts';

export interface Typesetting {
	/** Path of the Typst template below the project's root. */
	template: string;
	/** What the template reads; texts in it are shown as they are and never taken for markup. */
	data: Record<string, unknown>;
	/** Further files (pictures), by the path the template finds them under. */
	files?: ReadonlyMap<string, Uint8Array>;
	/** Milliseconds after which the document is given up, counted without the time in the queue. */
	patience?: number;
}

export interface Measured {
	/** Pages as Typst counts them with the bundled fonts. */
	pages: number;
	/** What the template noted under the label `mark`, in order. */
	marks: unknown[];
	/** Letters that no bundled font has and that appear as a box. */
	missing: string[];
}

export interface Typeset extends Measured {
	/** Tagged PDF (PDF/UA-1), the same bytes for the same input. */
	pdf: Uint8Array<ArrayBuffer>;
}

/** The template is wrong, or the data is over four million characters of JSON, or it took too long. */
export class TypesettingFailed extends Error {}

const longest = 4_000_000;

export async function typeset(job: Typesetting): Promise<Typeset> {
	const { pdf, ...measured } = await ordered(job, true);
	if (!pdf) throw new TypesettingFailed('no PDF came back');
	return { ...measured, pdf };
}

/** Lays out without writing the PDF, for counting pages while someone writes. */
export async function measure(job: Typesetting): Promise<Measured> {
	const { pages, marks, missing } = await ordered(job, false);
	return { pages, marks, missing };
}

type Done = Extract<Answer, { pages: number }>;

interface Waiting {
	order: Order;
	patience: number;
	resolve: (done: Done) => void;
	reject: (reason: TypesettingFailed) => void;
}

const waiting: Waiting[] = [];
let current: { job: Waiting; timer: NodeJS.Timeout } | null = null;
let worker: Worker | null = null;
let number = 0;

async function ordered({ template, data, files, patience = 30_000 }: Typesetting, pdf: boolean) {
	const missing = new Set<string>();
	const text = JSON.stringify(legible(data, missing));
	if (text.length > longest) throw new TypesettingFailed(`${text.length} characters of data are too many to typeset`);
	const order: Order = { number: number++, template, data: text, files: [...(files ?? [])], pdf };
	const done = await new Promise<Done>((resolve, reject) => {
		waiting.push({ order, patience, resolve, reject });
		next();
	});
	return { pdf: done.pdf, pages: done.pages, marks: done.marks, missing: [...missing] };
}

/** One document at a time, so that the clock measures the document and not the queue. */
function next(): void {
	if (current) return;
	const job = waiting.shift();
	if (!job) return void worker?.unref();
	worker ??= started();
	worker.ref();
	current = { job, timer: setTimeout(() => giveUp(`took longer than ${job.patience} ms`), job.patience) };
	worker.postMessage(job.order);
}

function started(): Worker {
	const root = projectRoot();
	const thread = new Worker(join(root, 'src/platform/server/typeset-worker.ts'), { workerData: root, execArgv: [] });
	thread.on('message', finish);
	thread.on('error', (error) => thread === worker && giveUp(String(error)));
	thread.on('exit', (code) => thread === worker && giveUp(`thread ended with ${code}`));
	return thread;
}

function finish(answer: Answer): void {
	if (current?.job.order.number !== answer.number) return;
	const { job, timer } = current;
	clearTimeout(timer);
	current = null;
	if ('problem' in answer) job.reject(new TypesettingFailed(`${job.order.template}: ${answer.problem}`));
	else job.resolve(answer);
	next();
}

/** Lets go of the thread and of the document it was at; the next one gets a new thread. */
function giveUp(problem: string): void {
	const lost = worker;
	worker = null;
	void lost?.terminate();
	if (current) finish({ number: current.job.order.number, problem });
}
