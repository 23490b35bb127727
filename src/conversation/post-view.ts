import type { Reaction } from '#conversation/reactions.ts';

type Always = {
	id: string;
	/** Nothing for who may not read it. */
	html: string | null;
	length: number;
	createdAt: Date;
	authorId: string;
	authorName: string;
};
type Sometimes = {
	depth: number;
	opening: boolean;
	employer: string;
	reactions: readonly Reaction[];
	files: readonly { id: string; name: string; bytes: number; picture: boolean }[];
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

/** All of them, as the compiler sees to. */
const sometimes = Object.keys({
	depth: true,
	opening: true,
	employer: true,
	reactions: true,
	files: true,
	parentId: true,
	answersName: true,
	editedAt: true,
	hiddenAt: true,
	deletedAt: true,
	former: true,
	picture: true,
	role: true,
	acting: true,
	bookmarked: true,
	own: true,
	isNew: true,
	mayRestore: true,
} satisfies Record<keyof Sometimes, true>) as (keyof Sometimes)[];

/** A post as its page has it: of what most posts are not, only what is so. */
export type PostData = Omit<Always, 'html'> & Partial<Sometimes> & { html?: string | null };

/**
 * Spares a page of many posts what need not be said of each: that it is not edited, not hidden, answers nobody. In a page
 * that is sent whole a post's words stand in the markup and not in the data beside it, unless something else stands with
 * them; the browser finds them there (`words-in-page.ts`).
 */
export function postData(post: Always & Sometimes, { whole }: { whole: boolean }): PostData {
	const { id, html, length, createdAt, authorId, authorName, hiddenAt, files } = post;
	const data: PostData = {
		...{ id, html, length, createdAt, authorId, authorName },
		...whatIsSo<Sometimes>(post, sometimes),
	};
	const alone = html !== null && !hiddenAt && files.length === 0;
	// what is not enumerable is there for rendering and does not go along as data
	return whole && alone ? Object.defineProperty(data, 'html', { enumerable: false }) : data;
}

function whatIsSo<Fields extends object>(fields: Fields, names: readonly (keyof Fields)[]): Partial<Fields> {
	const so: Partial<Fields> = {};
	for (const name of names) if (isSo(fields[name])) so[name] = fields[name];
	return so;
}
const isSo = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

export type Rights = { write: boolean; moderate: boolean; remove: boolean; accept: boolean; feedback: boolean };
/** What one can say with a word, and what else one can do with a post. */
export type PostMenu = 'words' | 'more';
