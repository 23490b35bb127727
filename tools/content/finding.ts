/** Something about the content of a package that its format allows and its readers deserve better. */
export interface Finding {
	/** Relative to the package's folder. */
	file: string;
	/** From 1; 0 for the file as a whole. */
	line: number;
	message: string;
}

export const inOneLine = ({ file, line, message }: Finding): string => `${file}${line ? `:${line}` : ''}: ${message}`;
