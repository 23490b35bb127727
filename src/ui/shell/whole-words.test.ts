import { expect, test } from 'vitest';
import { splitAtWhole } from './whole-words.ts';

const marked = (title: string) =>
	splitAtWhole(title)
		.map((part, index) => (index % 2 ? `[${part}]` : part))
		.join('');

test.each([
	['Sie leiten [Einheit 5] bis Montag, [30. November], 18:[30 Uhr]'],
	['You lead [unit 5] until [Monday 30 November], 18:30'],
	['Als Nächstes: [Kick-off] am Donnerstag, [28. Januar] 2027'],
	['[22 Menschen] gehören dazu'],
	['Woran merke ich, ob jemand überlastet ist?'],
	['Die Community-Management-Prüfung'],
])('a title keeps numbers with their words and short words with their hyphens: %s', (title) => {
	const plain = title.replaceAll(/[[\]]/g, '');
	expect(marked(plain)).toBe(title);
	expect(splitAtWhole(plain).join('')).toBe(plain);
});
