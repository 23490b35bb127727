import type { Transaction } from 'kysely';
import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { DB } from '#platform/server/schema.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';
import type { Locale } from '#platform/viewer.ts';
import { m } from '#messages/messages.js';
import { lockCommunity, refuseCourse } from '#community/server/community-row.ts';
import { invite, personWith } from '#community/server/inviting.ts';
import { enter } from '#community/server/memberships.ts';
import { beginPhases } from '#community/server/phases.ts';
import { communityGround, organisationGround } from '#community/server/standing.ts';

const name = z.string().trim().min(2).max(120);
const purpose = z.string().trim().min(10).max(300).describe('What it is for, in a sentence');
const timeZone = z
	.string()
	.max(64)
	.refine((zone) => isZone(zone))
	.default('Europe/Berlin');
const described = {
	name,
	purpose,
	language: z.enum(['de', 'en']).default('de'),
	addressForm: z.enum(['sie', 'du']).default('sie').describe('How its people address each other in German'),
	entry: z.enum(['open', 'asked', 'invited']).default('invited').describe('How one comes in'),
	timeZone,
};

function isZone(zone: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}

/** Founds a community outside a course and names who leads it: somebody with an account at once, anybody else by mail. */
export const createCommunity = verb({
	name: 'createCommunity',
	method: 'post',
	path: '/organisations/{organisationId}/communities',
	summary: 'Found a community of an organisation',
	scope: 'community:write',
	who: ['organiser', 'executive'],
	at: organisationGround,
	status: 201,
	input: z.object({
		organisationId: z.uuid(),
		kind: z.enum(['internal', 'external']),
		...described,
		managerEmail: z.email().trim().toLowerCase().max(200).describe('Who leads it'),
	}),
	output: z.object({ communityId: z.uuid() }),
	async run(scene, { managerEmail, ...community }) {
		const { trx, now } = scene;
		const by = signedIn(scene).userId;
		const { id: communityId } = await trx
			.insertInto('community')
			.values({ ...community, phase: 'planning', createdAt: now })
			.returning('id')
			.executeTakeFirstOrThrow();
		await beginPhases(trx, { communityId, phase: 'planning', since: dateIn(community.timeZone, now), by, at: now });
		await foundSpaces(trx, { communityId, language: community.language, at: now });
		const { organisationId, kind } = community;
		await audit(trx, {
			action: 'community_created',
			actorId: by,
			subjectId: communityId,
			detail: { organisationId, kind },
		});
		const manager = await personWith(trx, managerEmail);
		if (manager) await enter(trx, { communityId, userId: manager, role: 'manager', by, at: now });
		else
			await invite(scene, { communityId, email: managerEmail, locale: community.language, words: '', role: 'manager' });
		return { communityId };
	},
});

/** The places for conversation that a community begins with; its manager renames, adds and orders them. */
async function foundSpaces(
	trx: Transaction<DB>,
	{ communityId, language, at }: { communityId: string; language: Locale; at: Date },
): Promise<void> {
	const to = { locale: language };
	const spaces = [
		{ slug: 'neues', name: m.community_space_news({}, to), description: m.community_space_news_about({}, to) },
		{
			slug: 'fragen',
			name: m.community_space_questions({}, to),
			description: m.community_space_questions_about({}, to),
		},
		{ slug: 'austausch', name: m.community_space_talk({}, to), description: m.community_space_talk_about({}, to) },
	];
	await trx
		.insertInto('space')
		.values(spaces.map((space, position) => ({ ...space, communityId, position, createdAt: at })))
		.execute();
}

export const communitySettings = verb({
	name: 'communitySettings',
	method: 'get',
	path: '/communities/{communityId}/settings',
	summary: 'What a manager may set of a community',
	scope: 'community:read',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, place }, { communityId }) {
		refuseCourse(place);
		return trx
			.selectFrom('community')
			.select(['kind', 'name', 'purpose', 'language', 'addressForm', 'entry', 'timeZone', 'phase'])
			.where('id', '=', communityId)
			.executeTakeFirstOrThrow();
	},
});

export const changeCommunity = verb({
	name: 'changeCommunity',
	method: 'put',
	path: '/communities/{communityId}',
	summary: 'Change a community’s name, purpose, language and how one comes in',
	scope: 'community:write',
	who: ['manager'],
	at: communityGround,
	input: z.object({ communityId: z.uuid(), ...described }),
	output: z.object({ changed: z.literal(true) }),
	async run(scene, { communityId, ...community }) {
		refuseCourse(scene.place);
		const before = await lockCommunity(scene.trx, communityId);
		if (before.archivedAt) refuse('invitation_community_archived');
		await scene.trx.updateTable('community').set(community).where('id', '=', communityId).execute();
		await audit(scene.trx, {
			action: 'community_changed',
			actorId: signedIn(scene).userId,
			subjectId: communityId,
			detail: { entry: community.entry },
		});
		return { changed: true as const };
	},
});
