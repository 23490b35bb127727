import { acceptHouseRules } from '#community/server/house-rules.ts';
import { createCommunity } from '#community/server/communities.ts';
import { talkPage } from '#conversation/server/talk-page.ts';
import type { Viewer } from '#platform/viewer.ts';
import type { CommunityEntry, CompanyCorpus } from '#demo/corpus/company.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { does } from '#demo/story/does.ts';

/** A community of the company with everything by which its story refers to the product’s own ids. */
export type House = {
	name: string;
	entry: CommunityEntry;
	corpus: CompanyCorpus;
	cast: Cast;
	organisationId: string;
	communityId: string;
	person: (key: string) => Viewer;
	at: (moment: string) => Date;
	today: Date;
	until: Date;
	/** Ids of spaces and threads by their keys in the corpus, as they come to be. */
	spaces: Map<string, string>;
	threads: Map<string, string>;
	/** The version of the house rules in force, and whoever has accepted which. */
	rules: { version: number; accepted: Map<string, number> };
};

type Founding = Pick<House, 'entry' | 'corpus' | 'cast' | 'organisationId' | 'at' | 'today' | 'until'>;

export async function openHouse({ entry, corpus, cast, organisationId, at, ...times }: Founding): Promise<House> {
	const founded = at(entry.founded);
	const { kind, name, purpose } = entry;
	const manager = personIn(cast, entry.manager);
	const { communityId } = await does(personIn(cast, corpus.company.executive), founded, createCommunity, {
		organisationId,
		...{ kind, name, purpose, entry: entry.entry, managerEmail: manager.email },
	});
	const { spaces } = await does(manager, founded, talkPage, { communityId });
	return {
		...{ name, entry, corpus, cast, organisationId, communityId, at, ...times },
		person: (key) => personIn(cast, key),
		spaces: new Map(spaces.map(({ slug, id }) => [slug, id])),
		threads: new Map(),
		rules: { version: 0, accepted: new Map() },
	};
}

/** Whoever writes has read the house rules that hold. */
export async function acceptRules({ rules, communityId, person }: House, key: string, at: Date): Promise<void> {
	const { version, accepted } = rules;
	if (version === 0 || accepted.get(key) === version) return;
	await does(person(key), at, acceptHouseRules, { communityId, version });
	accepted.set(key, version);
}
