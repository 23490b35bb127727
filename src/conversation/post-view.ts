import type { Reaction } from '#conversation/reactions.ts';

type Always = {
	id: string;
	depth: number;
	opening: boolean;
	body: string | null;
	html: string | null;
	length: number;
	createdAt: Date;
	authorId: string;
	authorName: string;
	employer: string;
	reactions: readonly Reaction[];
	files: readonly { id: string; name: string; bytes: number; picture: boolean }[];
};
type Sometimes = {
	parentId: string | null;
	answersName: string | null;
	editedAt: Date | null;
	hiddenAt: Date | null;
	deletedAt: Date | null;
	/** Erased; has no page. */
	former: boolean;
	picture: string | null;
	role: string | null;
	acting: boolean;
	/** Kept by the viewer to come back to. */
	bookmarked: boolean;
	own: boolean;
	isNew: boolean;
	mayRestore: boolean;
};

/** A post as its page has it: of what most posts are not, only what is so. */
export type PostData = Always & Partial<Sometimes>;

/** Spares a page of many posts what need not be said of each: that it is not edited, not hidden, answers nobody. */
export function postData(post: Always & Sometimes): PostData {
	const { id, depth, opening, body, html, length, createdAt, authorId, authorName, employer, reactions, files } = post;
	const { parentId, answersName, editedAt, hiddenAt, deletedAt, former, picture, role } = post;
	const { acting, bookmarked, own, isNew, mayRestore } = post;
	return {
		...{ id, depth, opening, body, html, length, createdAt, authorId, authorName, employer, reactions, files },
		...whatIsSo({ parentId, answersName, editedAt, hiddenAt, deletedAt, former, picture, role }),
		...whatIsSo({ acting, bookmarked, own, isNew, mayRestore }),
	};
}

function whatIsSo<Fields extends object>(fields: Fields): Partial<Fields> {
	const so: Partial<Fields> = {};
	for (const name in fields) if (fields[name] !== null && fields[name] !== false) so[name] = fields[name];
	return so;
}

export type Rights = { write: boolean; moderate: boolean; remove: boolean; accept: boolean; feedback: boolean };
/** What one can say with a word, and what else one can do with a post. */
export type PostMenu = 'words' | 'more';
