import { glossaryDocument, handbookDocument, libraryTemplateDocument } from '#course/package/document-schemas.ts';
import type { GlossaryEntry, HandbookPage, LibraryTemplate } from '#course/package/library-model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';
import { germanFiles, namedFiles } from '#course/package/tree.ts';

/** All terms of the files under `glossary/`; nothing when one of the files cannot be used. */
export function readGlossary({ files, report }: Reading, unitIds: readonly string[]): GlossaryEntry[] | undefined {
	const terms: GlossaryEntry[] = [];
	let whole = true;
	for (const { file } of germanFiles(files, namedFiles.glossary)) {
		const pair = readPair(files, file, glossaryDocument(unitIds), report);
		if (!pair) {
			whole = false;
			continue;
		}
		const { de, en, join, complainAt } = pair;
		for (const [id, german] of Object.entries(de)) {
			const english = en[id];
			if (terms.some((term) => term.id === id)) complainAt('de', [id], 'is explained in another place, too');
			if (!english) {
				join.complain([], `“${id}” is missing, de/${file} has it`);
				continue;
			}
			if (german.unit !== english.unit) join.complain([id], `belongs to another unit than in de/${file}`);
			terms.push({
				id,
				term: inBoth('term', german, english),
				definition: inBoth('definition', german, english),
				...(german.unit === undefined ? {} : { unit: german.unit }),
			});
		}
		for (const id of Object.keys(en)) if (!(id in de)) join.complain([id], `is not in de/${file}`);
	}
	return whole ? terms : undefined;
}

/** The library of templates and checklists. */
export function readTemplates({ files, report }: Reading, unitIds: readonly string[]): LibraryTemplate[] {
	return germanFiles(files, namedFiles.template).flatMap(({ file, id }) => {
		const pair = readPair(files, file, libraryTemplateDocument(id, unitIds), report);
		if (!pair) return [];
		const { de, en, body, join } = pair;
		const kind = join.same(['kind'], de.kind, en.kind);
		join.same(['units'], de.units.join(', '), en.units.join(', '));
		return [{ id, kind, units: de.units, title: inBoth('title', de, en), summary: inBoth('summary', de, en), body }];
	});
}

/** The handbook in the order of its files' numbers. */
export function readHandbook({ files, report }: Reading): HandbookPage[] {
	return germanFiles(files, namedFiles.handbook).flatMap(({ file, id }) => {
		const pair = readPair(files, file, handbookDocument(id), report);
		if (!pair) return [];
		const { de, en, body } = pair;
		return [{ id, title: inBoth('title', de, en), summary: inBoth('summary', de, en), body }];
	});
}
