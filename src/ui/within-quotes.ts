/**
 * Words that are put within quotation marks: those inside them become single ones, as both languages write it. German
 * words begin with „ and end with what begins English ones.
 */
export function withinQuotes(words: string): string {
	return words.includes('„')
		? words.replaceAll('„', '‚').replaceAll('“', '‘')
		: words.replaceAll('“', '‘').replaceAll('”', '’');
}
