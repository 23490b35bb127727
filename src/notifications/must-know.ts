import { tellings, type NewsKind, type Telling, type Topic } from '#notifications/table.ts';
import type { Weight } from '#notifications/wishes.ts';
import { titleOf } from '#notifications/words.ts';
import type { Locale } from '#platform/viewer.ts';

/**
 * Besides what is always sent, this is told whatever a person has chosen, because something follows from not knowing:
 * a deadline, an own duty, admission to the exam, a decision about oneself or one's posts, an office that is waited for.
 */
const mustKnow: ReadonlySet<NewsKind> = new Set<NewsKind>([
	'post_hidden',
	'post_shown',
	'post_decided',
	'flag_answered',
	'house_rules',
	'role_changed',
	'deputy_named',
	'shift_started',
	'shift_received',
	'shift_taken',
	'shift_inherited',
	'swap_requested',
	'requirement_at_risk',
	'exception_granted',
	'exception_refused',
	'eligibility',
	'community_archived',
	'works_council_on',
	'flag_raised',
	'joining_asked',
	'exception_requested',
	'withdrawal_requested',
	'objection_raised',
	'marking_assigned',
	'marks_differ',
	'third_examiner_needed',
]);

const happened: ReadonlySet<NewsKind> = new Set<NewsKind>(['thread_new', 'thread_post']);

export function weightOf({ kind, mail }: Pick<Telling, 'kind' | 'mail'>): Weight {
	if (mail === 'always' || mustKnow.has(kind)) return 'must';
	if (kind === 'mentioned') return 'named';
	return happened.has(kind) ? 'all' : 'mine';
}

/** What is told in any case, as it is called, and whether a mail goes along in any case, too. */
export const mustKnowOf = (
	topics: readonly Topic[],
	reader: { locale: Locale },
): { title: string; mailed: boolean }[] =>
	tellings
		.filter((telling) => weightOf(telling) === 'must' && topics.includes(telling.topic))
		.map(({ kind, mail }) => ({ title: titleOf(kind, reader), mailed: mail === 'always' }));
