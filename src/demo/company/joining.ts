import { joinCommunity, leaveCommunity } from '#community/server/entering.ts';
import { inviteToCommunity } from '#community/server/inviting.ts';
import { acceptInvitation } from '#community/server/joining.ts';
import { followJoinLink, makeJoinLink } from '#community/server/join-links.ts';
import { askToJoin, decideJoinRequest } from '#community/server/join-requests.ts';
import { removeMember } from '#community/server/members.ts';
import { addHours, addMinutes } from '#platform/time.ts';
import { secretMailedTo } from '#demo/acts/applying.ts';
import { describe } from '#demo/acts/profile.ts';
import type { CompanyPerson, JoinEntry } from '#demo/corpus/company.ts';
import type { House } from '#demo/company/house.ts';
import { appear, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';
import { zone } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** Real hours that a request waits for its answer. */
const waits = 3;

/** Everybody’s way into a community, out of it, and back. */
export function joiningActs(house: House): Act[] {
	const { entry, corpus, name, at, person, communityId } = house;
	const here = ({ community }: { community: string }) => community === entry.key;
	let link: { secret: string; until: Date } | undefined;
	const secretAt = async (now: Date): Promise<string> => {
		if (!link || link.until <= now) {
			const { address } = await does(person(entry.manager), now, makeJoinLink, { communityId, days: 80 });
			link = { secret: address.split('/').at(-1) ?? '', until: addHours(now, 79 * 24) };
		}
		return link.secret;
	};
	return [
		...corpus.people.flatMap((one) => one.joins.filter(here).flatMap((join) => coming(house, one, join, secretAt))),
		...corpus.leaving.filter(here).map((gone): Act => ({
			at: at(gone.at),
			what: `${name}: ${gone.person} leaves`,
			run: (now) => does(person(gone.person), now, leaveCommunity, { communityId }),
		})),
		...corpus.removed.filter(here).map(({ person: key, by, reason, ...gone }): Act => ({
			at: at(gone.at),
			what: `${name}: ${key} is removed`,
			run: (now) => does(person(by), now, removeMember, { communityId, userId: person(key).userId, reason }),
		})),
	];
}

function coming(
	house: House,
	one: CompanyPerson,
	{ by, words, ...join }: JoinEntry,
	secretAt: (now: Date) => Promise<string>,
): Act[] {
	const { name, communityId, person, entry, rules } = house;
	const at = house.at(join.at);
	const { key } = one;
	const what = `${name}: ${key} comes (${by})`;
	const manager = () => person(entry.manager);
	const houseRules = () => {
		rules.accepted.set(key, rules.version);
		return rules.version || undefined;
	};
	const arrive = (now: Date) => welcome(house.cast, one, now);
	if (by === 'open')
		return [
			{
				at,
				what,
				run: async (now) => does(await arrive(now), now, joinCommunity, { communityId, houseRules: houseRules() }),
			},
		];
	if (by === 'link')
		return [
			{
				at,
				what,
				run: async (now) => {
					const secret = await secretAt(now);
					await does(await arrive(now), now, followJoinLink, { secret, houseRules: houseRules() });
				},
			},
		];
	if (by === 'invited')
		return [
			{
				at,
				what,
				run: async (now) => {
					const viewer = await arrive(now);
					await does(manager(), addMinutes(now, -40), inviteToCommunity, { communityId, email: viewer.email });
					const token = await secretMailedTo(viewer.email, 'invitation_community');
					await does(viewer, now, acceptInvitation, { token, houseRules: houseRules() });
				},
			},
		];
	let requestId = '';
	const ask: Act = {
		at: by === 'waiting' ? at : addHours(at, -waits),
		what: `${name}: ${key} asks`,
		run: async (now) => {
			const viewer = await arrive(now);
			const asked = { communityId, houseRules: houseRules(), ...(words ? { words } : {}) };
			({ requestId } = await does(viewer, now, askToJoin, asked));
		},
	};
	if (by === 'waiting') return [ask];
	const decision = by === 'declined' ? { granted: false, reason: declined } : { granted: true };
	const decide: Act = {
		at,
		what,
		run: (now) => does(manager(), now, decideJoinRequest, { communityId, requestId, ...decision }),
	};
	return [ask, decide];
}

const declined = 'Hier reden Werkstätten und Fahrende über Räder. Händlerpreise gehören nicht dazu.';

/** Somebody opens an account, unless they have one. */
export async function welcome(cast: Cast, one: CompanyPerson, at: Date) {
	const known = cast.get(one.key);
	if (known) return known;
	const { key, name, staff, employer, bio, skills } = one;
	const email = staff ? `${key}@niersrad.example` : undefined;
	const viewer = await appear(cast, { key, name, email, language: 'de' });
	await describe(viewer, at, { key, employer, bio, skills, time_zone: zone });
	return viewer;
}
