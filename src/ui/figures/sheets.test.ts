import { expect, test } from 'vitest';
import { sheets } from './sheets.ts';

const lines = (pages: number, limit: number) => sheets(pages, limit).map((sheet) => sheet.lines.length);

test('1.8 of 2 pages fill the first sheet and most of the second', () => expect(lines(1.8, 2)).toEqual([12, 10]));
test('an empty paper shows both sheets empty', () => expect(lines(0, 2)).toEqual([0, 0]));
test('what runs over the limit stands on a sheet beyond it', () => {
	expect(sheets(2.3, 2).map(({ beyond }) => beyond)).toEqual([false, false, true]);
	expect(lines(2.3, 2)).toEqual([12, 12, 4]);
});
