import { markdownToHtml } from '#platform/markdown.ts';
import type { Scene } from '#platform/server/verb.ts';
import { inReactionOrder, type Reaction } from '#conversation/reactions.ts';

/** As JSON brings it: instants are text. */
export type PostRow = {
	id: string;
	parentId: string | null;
	/** 0 for the opening text and what answers the thread, 1 and 2 for replies. */
	depth: number;
	/** Whom it answers, where that is not who wrote the post it hangs below. */
	answersName: string | null;
	/** Its key in the reading order. */
	place: string;
	sequence: number;
	opening: boolean;
	body: string;
	revision: number;
	createdAt: string;
	editedAt: string | null;
	hiddenAt: string | null;
	deletedAt: string | null;
	deletedBy: string | null;
	authorId: string;
	authorName: string;
	former: boolean;
	employer: string;
	pictureFileId: string | null;
	role: string | null;
	acting: boolean;
	/** Kept by the viewer to come back to. */
	bookmarked: boolean;
	files: { id: string; name: string; bytes: number; picture: boolean }[];
	reactions: Reaction[];
};

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));

export function postView(row: PostRow, { viewer, roles }: Scene, visitSequence: number) {
	const own = row.authorId === viewer?.userId;
	const senior = roles.has('companion') || roles.has('manager') || roles.has('acting');
	const readable = !row.deletedAt && (!row.hiddenAt || own || senior);
	const { body, deletedBy, pictureFileId, ...rest } = row;
	return {
		...rest,
		createdAt: new Date(row.createdAt),
		editedAt: instant(row.editedAt),
		hiddenAt: instant(row.hiddenAt),
		deletedAt: instant(row.deletedAt),
		picture: pictureFileId ? `/files/${pictureFileId}` : null,
		own,
		isNew: row.sequence > visitSequence && visitSequence > 0 && !own,
		html: readable ? markdownToHtml(body) : null,
		body: readable ? body : null,
		files: readable ? row.files : [],
		reactions: readable ? inReactionOrder(row.reactions) : [],
		length: readable ? body.length : 0,
		mayRestore:
			row.deletedAt !== null && (deletedBy === viewer?.userId || roles.has('companion') || roles.has('manager')),
	};
}
