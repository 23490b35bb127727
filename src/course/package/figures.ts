import type { Figure } from '#course/package/library-model.ts';
import type { Reading } from '#course/package/reading.ts';
import { readSvg, SvgError } from '#course/package/svg.ts';
import { languages } from '#course/package/text.ts';

/** The figures of a unit that are there in both languages, each one checked. */
export function readFigures(reading: Reading, folder: string): Figure[] {
	const pattern = /\/figures\/([^/]+)\.svg$/;
	const names = [...reading.files.keys()].filter((path) => path.startsWith(`de/${folder}/figures/`));
	return names.flatMap((path) => {
		const id = pattern.exec(path)?.[1];
		if (id === undefined) return [];
		const [de, en] = languages.map((language) => readFigure(reading, `${language}/${folder}/figures/${id}.svg`));
		return de && en ? [{ id, svg: { de, en } }] : [];
	});
}

function readFigure({ files, report }: Reading, file: string): string | undefined {
	const bytes = files.get(file);
	if (!bytes) return undefined;
	const source = new TextDecoder().decode(bytes).trim();
	try {
		readSvg(source);
		return source;
	} catch (error) {
		if (!(error instanceof SvgError)) throw error;
		report({ file, line: error.line, message: error.message });
		return undefined;
	}
}
