import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** One document to compile; runs in a thread of its own, because compiling keeps a processor busy for about 0.1 s. */
export interface Order {
	number: number;
	/** Path of the template below the project's root. */
	template: string;
	/** What the template reads, as JSON. */
	data: string;
	/** Further files by the path the template knows them under. */
	files: [path: string, bytes: Uint8Array][];
	pdf: boolean;
}

export type Answer =
	| { number: number; pdf: Uint8Array<ArrayBuffer> | null; pages: number; marks: unknown[] }
	| { number: number; problem: string };

const root = String(workerData);
const compiler = NodeCompiler.create({ workspace: root, fontArgs: [{ fontPaths: [join(root, 'assets/fonts')] }] });
const port = parentPort;

port?.on('message', (order: Order) => {
	const answer = answerTo(order);
	port.postMessage(answer, 'pdf' in answer && answer.pdf ? [answer.pdf.buffer] : []);
});

function answerTo(order: Order): Answer {
	try {
		for (const [path, bytes] of order.files) compiler.mapShadow(join(root, path), Buffer.from(bytes));
		return { number: order.number, ...compile(order) };
	} catch (error) {
		return { number: order.number, problem: String(error) };
	} finally {
		compiler.resetShadow();
		compiler.evictCache(10);
	}
}

function compile(order: Order) {
	const compiled = compiler.compile({ mainFilePath: join(root, order.template), inputs: { data: order.data } });
	const document = compiled.result;
	if (!document) throw new Error(diagnostics(compiled.takeDiagnostics()));
	const found: { value: unknown }[] = compiler.query(document, { selector: '<mark>' });
	const pdf = order.pdf ? new Uint8Array(compiler.pdf(document, { pdfStandard: 'ua-1', creationTimestamp: 0 })) : null;
	return { pdf, pages: document.numOfPages, marks: found.map((mark) => mark.value) };
}

function diagnostics(error: ReturnType<ReturnType<NodeCompiler['compile']>['takeDiagnostics']>): string {
	return error ? JSON.stringify(compiler.fetchDiagnostics(error)) : 'Typst gave neither a document nor a reason.';
}
