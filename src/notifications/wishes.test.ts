import { describe, expect, test } from 'vitest';
import { decide, digests, hearingOf, type Hearing, type MailWish, type Wishes } from '#notifications/wishes.ts';

type Chosen = {
	thread?: Hearing;
	space?: Hearing;
	wrote?: boolean;
	community?: Hearing;
	communityMail?: MailWish;
	general?: Hearing;
	digest?: boolean;
	kindMail?: boolean;
};
const wishes = (chosen: Chosen): Wishes => ({
	thread: chosen.thread ?? null,
	space: chosen.space ?? null,
	wrote: chosen.wrote ?? false,
	community: { hearing: chosen.community ?? null, mail: chosen.communityMail ?? null },
	general: { hearing: chosen.general ?? 'mine', digest: chosen.digest ?? true, mail: chosen.kindMail ?? null },
});

describe('how much is heard of a thread', () => {
	test.each<[Chosen, string]>([
		// nothing chosen: what concerns one, and everything where one has written
		[{}, 'mine general'],
		[{ wrote: true }, 'all wrote'],
		// the community goes before everything else
		[{ community: 'all' }, 'all community'],
		[{ community: 'least' }, 'least community'],
		[{ community: 'mine', general: 'all' }, 'mine community'],
		[{ community: 'mine', general: 'least', wrote: true }, 'all wrote'],
		[{ general: 'all' }, 'all general'],
		[{ general: 'least' }, 'least general'],
		// whoever wants the least does not follow by writing
		[{ community: 'least', wrote: true }, 'least community'],
		[{ general: 'least', wrote: true }, 'least general'],
		// the space goes before its community
		[{ space: 'all', community: 'least', general: 'least' }, 'all space'],
		[{ space: 'least', community: 'all', wrote: true }, 'least space'],
		[{ space: 'mine', general: 'least', wrote: true }, 'all wrote'],
		// the thread goes before all
		[{ thread: 'least', space: 'all' }, 'least thread'],
		[{ thread: 'all', community: 'least', general: 'least' }, 'all thread'],
		[{ thread: 'mine', community: 'all', general: 'all' }, 'mine thread'],
		[{ thread: 'least', community: 'all', general: 'all' }, 'least thread'],
		// following by writing can be revoked
		[{ thread: 'mine', wrote: true }, 'mine thread'],
		[{ thread: 'least', wrote: true }, 'least thread'],
	])('%j: %s', (chosen, heard) => {
		const { hearing, because } = hearingOf(wishes(chosen));
		expect(`${hearing} ${because}`).toBe(heard);
	});
});

describe('what is told at which wish', () => {
	test.each<[Hearing, string[]]>([
		['all', ['must', 'named', 'mine', 'all']],
		['mine', ['must', 'named', 'mine']],
		['least', ['must', 'named']],
	])('%s: %j', (hearing, told) => {
		for (const level of ['thread', 'space', 'community', 'general'] as const)
			expect(
				(['must', 'named', 'mine', 'all'] as const).filter(
					(weight) => decide({ weight, mail: 'usually' }, wishes({ [level]: hearing })).told,
				),
			).toEqual(told);
	});

	test('what is always sent cannot be turned off by anything', () => {
		const off = wishes({ thread: 'least', community: 'least', communityMail: 'none', digest: false, kindMail: false });
		expect(decide({ weight: 'must', mail: 'always' }, off)).toEqual({ told: true, mail: 'at_once' });
	});
});

describe('how it goes by mail', () => {
	test.each<['usually' | 'on_request', Chosen, MailWish]>([
		['usually', {}, 'at_once'],
		['on_request', {}, 'digest'],
		['on_request', { digest: false }, 'none'],
		['usually', { kindMail: false }, 'digest'],
		['usually', { kindMail: false, digest: false }, 'none'],
		['on_request', { kindMail: true, digest: false }, 'at_once'],
		// the community goes before the kind
		['usually', { communityMail: 'none' }, 'none'],
		['usually', { communityMail: 'none', kindMail: true }, 'none'],
		['usually', { communityMail: 'digest' }, 'digest'],
		['usually', { communityMail: 'digest', digest: false }, 'digest'],
		['on_request', { communityMail: 'at_once' }, 'at_once'],
		['usually', { communityMail: 'at_once', kindMail: false, digest: false }, 'at_once'],
	])('%s, %j: %s', (mail, chosen, sent) => {
		expect(decide({ weight: 'named', mail }, wishes(chosen)).mail).toBe(sent);
	});

	test('what is not told is not mailed, and some news never are', () => {
		expect(
			decide({ weight: 'mine', mail: 'usually' }, wishes({ community: 'least', communityMail: 'at_once' })),
		).toEqual({ told: false, mail: 'none' });
		expect(decide({ weight: 'mine', mail: 'never' }, wishes({ communityMail: 'at_once' }))).toEqual({
			told: true,
			mail: 'none',
		});
	});

	test.each<[Chosen, boolean]>([
		[{}, true],
		[{ digest: false }, false],
		[{ digest: false, communityMail: 'digest' }, true],
		[{ digest: false, communityMail: 'at_once' }, false],
		[{ communityMail: 'at_once' }, true],
		[{ communityMail: 'none' }, false],
	])('what is coming up stands in the digest: %j: %s', (chosen, stands) => {
		expect(digests(wishes(chosen))).toBe(stands);
	});
});
