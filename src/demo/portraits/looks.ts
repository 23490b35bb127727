import sharp from 'sharp';
import * as z from 'zod';
import { key, readCorpus } from '#demo/corpus/file.ts';
import { portrait, type Look } from '#demo/portraits/portrait.ts';

const look = z.strictObject({
	skin: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]),
	hair: z.enum(['bald', 'cropped', 'short', 'side', 'bob', 'long', 'bun', 'curls', 'afro', 'tail', 'scarf']),
	colour: z.enum(['black', 'dark', 'brown', 'red', 'fair', 'pale', 'grey', 'white']),
	wear: z.enum(['green', 'olive', 'blue', 'sky', 'rust', 'ochre', 'plum', 'rose', 'sand', 'ink']),
	ground: z.enum(['meadow', 'water', 'rose', 'straw', 'lilac', 'clay']),
	glasses: z.enum(['round', 'square']).optional(),
	beard: z.enum(['full', 'short', 'moustache']).optional(),
	old: z.boolean().optional(),
}) satisfies z.ZodType<Look>;

let looks: Record<string, Look> | undefined;

/** The portrait of a person of the corpus as PNG; `null` for those who have uploaded none. */
export async function portraitOf(personKey: string): Promise<Buffer | null> {
	looks ??= readCorpus('portraits.yaml', z.record(key, look));
	const found = looks[personKey];
	return found
		? sharp(Buffer.from(portrait(found)))
				.png()
				.toBuffer()
		: null;
}
