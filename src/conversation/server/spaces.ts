import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { announce } from '#platform/server/live.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { lockCommunity } from '#community/server/community-row.ts';
import { communityGround } from '#community/server/standing.ts';
import { slugFrom } from '#conversation/slug.ts';

/** Those who shape the places for conversation; a shift does not reach that far. */
const shapers = ['manager', 'companion'] as const;
/** As many as tabs can still be looked over. */
const most = 20;

const words = {
	name: z.string().trim().min(1).max(80),
	description: z.string().trim().max(300).default(''),
};

export const spaceList = verb({
	name: 'spaceList',
	method: 'get',
	path: '/communities/{communityId}/spaces',
	summary: 'The spaces of a community in their order, archived ones last',
	scope: 'community:read',
	who: shapers,
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx }, { communityId }) {
		const spaces = await trx
			.selectFrom('space as s')
			.select(['s.id', 's.slug', 's.name', 's.description', 's.archivedAt'])
			.select((e) =>
				e
					.selectFrom('thread as t')
					.select((c) => c.fn.countAll<number>().as('n'))
					.whereRef('t.spaceId', '=', 's.id')
					.where('t.deletedAt', 'is', null)
					.as('threads'),
			)
			.where('s.communityId', '=', communityId)
			.where('s.learningGroupId', 'is', null)
			.orderBy('s.archivedAt', (order) => order.asc().nullsFirst())
			.orderBy('s.position')
			.orderBy('s.id')
			.execute();
		return { spaces: spaces.map((space) => ({ ...space, threads: Number(space.threads ?? 0) })), most };
	},
});

export const createSpace = verb({
	name: 'createSpace',
	method: 'post',
	path: '/communities/{communityId}/spaces',
	summary: 'Open a new space for conversation, after the others',
	scope: 'community:write',
	who: shapers,
	at: communityGround,
	status: 201,
	input: z.object({ communityId: z.uuid(), ...words }),
	output: z.object({ spaceId: z.uuid(), slug: z.string() }),
	async run(scene, { communityId, name, description }) {
		const { trx, now } = scene;
		await lockCommunity(trx, communityId);
		const spaces = await spacesOf(trx, communityId);
		if (spaces.filter(({ archivedAt }) => !archivedAt).length >= most) refuse('spaces_too_many', { values: { most } });
		refuseSameName(spaces, name, null);
		const slug = slugFrom(
			name,
			spaces.map((space) => space.slug),
		);
		const position = Math.max(-1, ...spaces.map((space) => space.position)) + 1;
		const { id } = await trx
			.insertInto('space')
			.values({ communityId, slug, name, description, position, createdAt: now })
			.returning('id')
			.executeTakeFirstOrThrow();
		await changed(scene, communityId, 'space_created', id);
		return { spaceId: id, slug };
	},
});

export const changeSpace = verb({
	name: 'changeSpace',
	method: 'put',
	path: '/communities/{communityId}/spaces/{spaceId}',
	summary: 'Rename a space; its address stays',
	scope: 'community:write',
	who: shapers,
	at: communityGround,
	input: z.object({ communityId: z.uuid(), spaceId: z.uuid(), ...words }),
	output: z.object({ changed: z.literal(true) }),
	async run(scene, { communityId, spaceId, name, description }) {
		const { trx } = scene;
		await lockCommunity(trx, communityId);
		const spaces = await spacesOf(trx, communityId);
		spaceIn(spaces, spaceId);
		refuseSameName(spaces, name, spaceId);
		await trx.updateTable('space').set({ name, description }).where('id', '=', spaceId).execute();
		await changed(scene, communityId, 'space_changed', spaceId);
		return { changed: true as const };
	},
});

export const moveSpace = verb({
	name: 'moveSpace',
	method: 'put',
	path: '/communities/{communityId}/spaces/{spaceId}/position',
	summary: 'Put a space one place earlier or later',
	scope: 'community:write',
	who: shapers,
	at: communityGround,
	input: z.object({ communityId: z.uuid(), spaceId: z.uuid(), to: z.enum(['earlier', 'later']) }),
	output: z.object({ moved: z.boolean() }),
	async run(scene, { communityId, spaceId, to }) {
		const { trx } = scene;
		await lockCommunity(trx, communityId);
		const open = (await spacesOf(trx, communityId)).filter(({ archivedAt }) => !archivedAt);
		const from = open.indexOf(spaceIn(open, spaceId));
		const target = to === 'earlier' ? from - 1 : from + 1;
		if (target < 0 || target >= open.length) return { moved: false };
		const ordered = open.map(({ id }) => id).filter((id) => id !== spaceId);
		ordered.splice(target, 0, spaceId);
		for (const [position, id] of ordered.entries())
			await trx.updateTable('space').set({ position }).where('id', '=', id).execute();
		await changed(scene, communityId, 'space_changed', spaceId);
		return { moved: true };
	},
});

/** What was written in it stays readable; nothing new begins there. A course counts on its spaces being there. */
export const archiveSpace = verb({
	name: 'archiveSpace',
	method: 'put',
	path: '/communities/{communityId}/spaces/{spaceId}/archived',
	summary: 'Close a space for new conversations, or open it again',
	scope: 'community:write',
	who: shapers,
	at: communityGround,
	input: z.object({
		communityId: z.uuid(),
		spaceId: z.uuid(),
		archived: z.union([z.boolean(), z.stringbool()]).default(true),
	}),
	output: z.object({ archived: z.boolean() }),
	async run(scene, { communityId, spaceId, archived }) {
		const { trx, now, place } = scene;
		if (place.cohortId) refuse('space_of_course');
		await lockCommunity(trx, communityId);
		const spaces = await spacesOf(trx, communityId);
		const space = spaceIn(spaces, spaceId);
		if ((space.archivedAt !== null) === archived) return { archived };
		const open = spaces.filter(({ archivedAt }) => !archivedAt);
		if (archived && open.length === 1) refuse('space_last');
		const position = archived ? space.position : Math.max(-1, ...spaces.map((each) => each.position)) + 1;
		await trx
			.updateTable('space')
			.set({ archivedAt: archived ? now : null, position })
			.where('id', '=', spaceId)
			.execute();
		await changed(scene, communityId, archived ? 'space_archived' : 'space_reopened', spaceId);
		return { archived };
	},
});

type Space = { id: string; slug: string; name: string; position: number; archivedAt: Date | null };

const spacesOf = (trx: Transaction<DB>, communityId: string): Promise<Space[]> =>
	trx
		.selectFrom('space')
		.select(['id', 'slug', 'name', 'position', 'archivedAt'])
		.where('communityId', '=', communityId)
		.where('learningGroupId', 'is', null)
		.orderBy('position')
		.orderBy('id')
		.execute();

function spaceIn(spaces: readonly Space[], spaceId: string): Space {
	const space = spaces.find(({ id }) => id === spaceId);
	if (!space) throw notFound();
	return space;
}

function refuseSameName(spaces: readonly Space[], name: string, own: string | null): void {
	const same = (other: Space) => other.id !== own && other.name.toLowerCase() === name.toLowerCase();
	if (spaces.some(same)) refuse('space_name_taken', { field: 'name' });
}

async function changed(scene: Scene, communityId: string, action: string, spaceId: string): Promise<void> {
	const { userId } = signedIn(scene);
	await audit(scene.trx, { action, actorId: userId, subjectId: spaceId, cohortId: scene.place.cohortId });
	await announce(scene.trx, `community:${communityId}`);
}
