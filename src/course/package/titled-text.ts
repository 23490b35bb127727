import { titledDocument } from '#course/package/document-schemas.ts';
import type { TitledText } from '#course/package/library-model.ts';
import { inBoth, readPair } from '#course/package/pairing.ts';
import type { Reading } from '#course/package/reading.ts';

/** A text that a package may have: a title and a body, or nothing. */
export function readTitledText({ files, report }: Reading, file: string): TitledText | null {
	const pair = readPair(files, file, titledDocument, report);
	return pair ? { title: inBoth('title', pair.de, pair.en), body: pair.body } : null;
}
