import * as z from 'zod';
import { notFound } from '#platform/refusal.ts';
import { files } from '#platform/server/files.ts';
import { fileHeaders } from '#platform/server/files-headers.ts';
import { verb } from '#platform/server/verb.ts';
import { demoHere } from '#demo/server/ground.ts';
import { demoPerson } from '#demo/server/people.ts';

/** The drawn faces of invented people may be seen by whoever chooses one of them; nobody real is among them. */
export const demoPortrait = verb({
	name: 'demoPortrait',
	method: 'get',
	path: '/demo/people/{userId}/picture',
	summary: 'The picture of an invented person of a demo instance',
	scope: 'identity:read',
	who: ['anyone'],
	at: demoHere,
	input: z.object({ userId: z.uuid() }),
	async run({ trx }, { userId }) {
		const file = await trx
			.selectFrom('file as f')
			.innerJoin('user as u', 'u.pictureFileId', 'f.id')
			.selectAll('f')
			.where('u.id', '=', await demoPerson(trx, userId))
			.executeTakeFirst();
		if (!file) throw notFound();
		const headers = { ...fileHeaders(file), 'cache-control': 'private, max-age=3600' };
		return new Response(await files.open(file.digest), { headers });
	},
});
