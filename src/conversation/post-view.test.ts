import { expect, test } from 'vitest';
import { postData } from './post-view.ts';

const words = { html: '<p>Ja.</p>', body: 'Ja.' };
const plain = {
	...{ id: 'p', length: 3, createdAt: new Date(0), authorId: 'u', authorName: 'Lea' },
};
const not = {
	...{ depth: 0, opening: false, employer: '', reactions: [], files: [] },
	...{ parentId: null, answersName: null, editedAt: null, hiddenAt: null, deletedAt: null, former: false },
	...{ picture: null, role: null, acting: false, bookmarked: false, own: false, isNew: false, mayRestore: false },
};
const { html } = words;
const asked = { whole: false };

test('of a post its page is told what is so and nothing else', () => {
	expect(postData({ ...plain, ...words, ...not }, asked)).toEqual({ ...plain, html });
	const edited = { own: true, depth: 1, role: 'companion', editedAt: new Date(1) };
	expect(postData({ ...plain, ...words, ...not, ...edited }, asked)).toEqual({ ...plain, html, ...edited });
});

test('that its words are not to be read is told', () => {
	for (const whole of [true, false])
		expect({ ...postData({ ...plain, ...not, html: null }, { whole }) }).toEqual({ ...plain, html: null });
});

test('a page that is sent whole has the words in its markup, and in its data only where something stands with them', () => {
	const post = { ...plain, ...words, ...not };
	const data = postData(post, { whole: true });
	expect(data.html).toBe(html);
	expect({ ...data }).toEqual(plain);
	const files = [{ id: 'f', name: 'a.png', bytes: 1, picture: true }];
	expect({ ...postData({ ...post, files }, { whole: true }) }).toMatchObject({ html });
	expect({ ...postData({ ...post, hiddenAt: new Date(2) }, { whole: true }) }).toMatchObject({ html });
});
