import * as z from 'zod';
import type { Scene } from '#platform/server/verb.ts';
import { signedIn } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import type { Writing } from '#course/server/submission-row.ts';

/** A section as somebody wants it, and the version that this was written over; 0 where nothing stood yet. */
export const sectionInput = z.object({
	body: z.string().max(40_000).describe('Markdown'),
	version: z.coerce.number().int().min(0),
	was: z
		.string()
		.max(40_000)
		.optional()
		.describe('The text as it was read; when it still is, nothing was written here'),
});
export type SectionInput = z.output<typeof sectionInput>;
export const sectionsInput = z.record(z.string().max(40), sectionInput);

export type SavedSection = { sectionId: string; version: number; savedAt: Date };

/**
 * Saves a section over the version it was written from. One that somebody else has made newer meanwhile is refused, so
 * that nothing is written over unseen; the same text again, or one that its writer left as it was, is no new version.
 */
export async function writeSection(
	scene: Scene,
	{ submission, assignment }: Writing,
	sectionId: string,
	{ body: typed, version, was }: SectionInput,
): Promise<SavedSection> {
	const { trx, now } = scene;
	const { userId } = signedIn(scene);
	const body = plainLines(typed);
	const section = assignment.sections.find(({ id }) => id === sectionId) ?? refuse('not_found', { status: 404 });
	const current = await trx
		.selectFrom('submissionSection as s')
		.leftJoin('user as u', 'u.id', 's.savedBy')
		.select(['s.body', 's.version', 's.savedAt', 'u.name'])
		.where('s.submissionId', '=', submission.id)
		.where('s.sectionId', '=', sectionId)
		.executeTakeFirst();
	const left = was !== undefined && body === plainLines(was);
	if (left || body === (current?.body ?? ''))
		return { sectionId, version: current?.version ?? 0, savedAt: current?.savedAt ?? now };
	if ((current?.version ?? 0) !== version)
		refuse('section_newer', {
			field: `sections.${sectionId}.body`,
			values: { name: current?.name ?? '', section: section.title[scene.locale] },
		});
	const saved = { body, version: version + 1, savedAt: now, savedBy: userId };
	await trx
		.insertInto('submissionSection')
		.values({ submissionId: submission.id, sectionId, ...saved })
		.onConflict((c) => c.columns(['submissionId', 'sectionId']).doUpdateSet(saved))
		.execute();
	return { sectionId, version: version + 1, savedAt: now };
}

/** As browsers send lines, and as they are kept. */
const plainLines = (text: string): string => text.replaceAll('\r\n', '\n');

/** Saves several sections in the order of the template, all or none. */
export async function writeSections(
	scene: Scene,
	writing: Writing,
	sections: Readonly<Record<string, SectionInput>>,
): Promise<SavedSection[]> {
	const saved: SavedSection[] = [];
	for (const [sectionId, section] of Object.entries(sections))
		saved.push(await writeSection(scene, writing, sectionId, section));
	return saved;
}
