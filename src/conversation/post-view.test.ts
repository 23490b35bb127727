import { expect, test } from 'vitest';
import { postData } from './post-view.ts';

const plain = {
	...{ id: 'p', depth: 0, opening: false, body: 'Ja.', html: '<p>Ja.</p>', length: 3, createdAt: new Date(0) },
	...{ authorId: 'u', authorName: 'Lea', employer: '', reactions: [], files: [] },
};
const not = {
	...{ parentId: null, answersName: null, editedAt: null, hiddenAt: null, deletedAt: null, former: false },
	...{ picture: null, role: null, acting: false, bookmarked: false, own: false, isNew: false, mayRestore: false },
};

test('of a post its page is told what is so and nothing else', () => {
	expect(postData({ ...plain, ...not })).toEqual(plain);
	const edited = { own: true, role: 'companion', editedAt: new Date(1) };
	expect(postData({ ...plain, ...not, ...edited })).toEqual({ ...plain, ...edited });
});

test('that its words are not to be read is told', () => {
	expect(postData({ ...plain, ...not, html: null, body: null })).toMatchObject({ html: null, body: null });
});
