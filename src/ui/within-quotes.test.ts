import { expect, test } from 'vitest';
import { withinQuotes } from '#ui/within-quotes.ts';

test('a quotation within a quotation has single marks, in German and in English', () => {
	expect(withinQuotes('„Frag Yusuf“')).toBe('‚Frag Yusuf‘');
	expect(withinQuotes('In “Ask Yusuf” you wrote last.')).toBe('In ‘Ask Yusuf’ you wrote last.');
	expect(withinQuotes('Wer ist still?')).toBe('Wer ist still?');
});
