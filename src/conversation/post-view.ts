import type { Reaction } from '#conversation/reactions.ts';

export type PostData = {
	id: string;
	parentId: string | null;
	depth: number;
	answersName: string | null;
	opening: boolean;
	body: string | null;
	html: string | null;
	revision: number;
	createdAt: Date;
	editedAt: Date | null;
	hiddenAt: Date | null;
	deletedAt: Date | null;
	authorId: string;
	authorName: string;
	/** Erased; has no page. */
	former: boolean;
	employer: string;
	picture: string | null;
	role: string | null;
	acting: boolean;
	/** Kept by the viewer to come back to. */
	bookmarked: boolean;
	own: boolean;
	mayRestore: boolean;
	reactions: readonly Reaction[];
	files: readonly { id: string; name: string; bytes: number; picture: boolean }[];
};
export type Rights = { write: boolean; moderate: boolean; remove: boolean; accept: boolean; feedback: boolean };
/** What one can say with a word, and what else one can do with a post. */
export type PostMenu = 'words' | 'more';
