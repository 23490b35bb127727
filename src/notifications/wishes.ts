/** How much a person wants to hear: everything, what concerns them, or nothing but what they must know. */
export const hearings = ['all', 'mine', 'least'] as const;
export type Hearing = (typeof hearings)[number];

/** How news goes along by mail: at once, gathered in the digest of the day, or not at all. */
export const mailWishes = ['at_once', 'digest', 'none'] as const;
export type MailWish = (typeof mailWishes)[number];

/**
 * How much a piece of news weighs for whoever would be told.
 * `must`: deadlines, exam, moved meetings and the like (`must-know.ts`); it cannot be turned off.
 * `named`: somebody addresses the person by name. `mine`: it concerns the person. `all`: it happened.
 */
export type Weight = 'must' | 'named' | 'mine' | 'all';

/**
 * Whether a mail goes along, besides the entry under "Neues".
 * `always`: it cannot be turned off; `usually` and `on_request`: each person decides, this is the beginning.
 */
export type Mailing = 'always' | 'usually' | 'on_request' | 'never';

/** A person's wishes for one piece of news, from the narrowest to the widest; `null` where nothing was chosen. */
export type Wishes = {
	/** For the thread that the news is about. */
	thread: Hearing | null;
	/** For the space in which that thread stands, or that the question is about. */
	space: Hearing | null;
	/** Started that thread or wrote in it. */
	wrote: boolean;
	/** For its community. */
	community: { hearing: Hearing | null; mail: MailWish | null };
	general: {
		hearing: Hearing;
		/** A digest of what did not come at once. */
		digest: boolean;
		/** Of news of this kind a mail at once. */
		mail: boolean | null;
	};
};

/** What decided on how much is heard of a thread or a space. */
export type Because = 'thread' | 'space' | 'wrote' | 'community' | 'general';

/**
 * How much is heard: the thread before the space before the community before everything else. Whoever writes in a thread follows it,
 * until they choose otherwise for the thread, or wish for less than what concerns them.
 */
export function hearingOf({ thread, space, wrote, community, general }: Wishes): {
	hearing: Hearing;
	because: Because;
} {
	if (thread) return { hearing: thread, because: 'thread' };
	const wider = space ?? community.hearing ?? general.hearing;
	if (wider === 'mine' && wrote) return { hearing: 'all', because: 'wrote' };
	return { hearing: wider, because: space ? 'space' : community.hearing ? 'community' : 'general' };
}

/** Whether a piece of news is told, and how it goes by mail: the one place where precedence stands. */
export function decide(news: { weight: Weight; mail: Mailing }, wishes: Wishes): { told: boolean; mail: MailWish } {
	if (news.mail === 'always') return { told: true, mail: 'at_once' };
	if (!hears(news.weight, hearingOf(wishes).hearing)) return { told: false, mail: 'none' };
	return { told: true, mail: news.mail === 'never' ? 'none' : mailOf(news.mail, wishes) };
}

function hears(weight: Weight, hearing: Hearing): boolean {
	if (weight === 'must' || weight === 'named') return true;
	return weight === 'mine' ? hearing !== 'least' : hearing === 'all';
}

function mailOf(usual: 'usually' | 'on_request', { community, general }: Wishes): MailWish {
	if (community.mail) return community.mail;
	if (general.mail ?? usual === 'usually') return 'at_once';
	return general.digest ? 'digest' : 'none';
}

/** Whether what is coming up in a community stands in the digest. */
export function digests({ community, general }: Pick<Wishes, 'community' | 'general'>): boolean {
	return community.mail === 'digest' || (general.digest && community.mail !== 'none');
}
