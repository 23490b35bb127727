/**
 * `npm run book [folder of a package]`: typesets the shipped course, or another one, as a book in both languages:
 * `book/<course>-<language>.pdf`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { compile } from '@inlang/paraglide-js';

await compile({ project: './project.inlang', outdir: './src/messages', emitTsDeclarations: true });
const [{ loadCoursePackage }, { languages }, { typesetBook }, { daylight }] = await Promise.all([
	import('#course/package/load.ts'),
	import('#course/package/text.ts'),
	import('#course/typeset/book.ts'),
	import('#course/typeset/daylight.ts'),
]);

const [folder = 'content/course/community-manager'] = process.argv.slice(2);
const course = await loadCoursePackage(folder);
const colours = daylight(await readFile('src/ui/styles/tokens.css', 'utf8'));
await mkdir('book', { recursive: true });
for (const language of languages) {
	const since = performance.now();
	const { pdf, pages, missing } = await typesetBook(course, language, colours);
	const file = `book/${course.id}-${language}.pdf`;
	await writeFile(file, pdf);
	const seconds = ((performance.now() - since) / 1000).toFixed(1);
	console.log(`${file}: ${pages} pages, ${(pdf.length / 1e6).toFixed(1)} MB, ${seconds} s`);
	if (missing.length > 0) console.log(`Letters that no bundled font has: ${missing.join(' ')}`);
}
