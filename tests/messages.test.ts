import { expect, test } from 'vitest';
import { m } from '#messages/messages.js';

/** Every sentence here is said of one thing. */
const ofOne = (locale: 'de' | 'en') => {
	const to = { locale };
	return [
		m.talk_counts({ posts: 1, people: 1 }, to),
		m.talk_counts({ posts: 2, people: 1 }, to),
		m.talk_counts_new({ posts: 1, people: 1, fresh: 1 }, to),
		m.talk_counts_new({ posts: 3, people: 1, fresh: 2 }, to),
		m.cohort_taken_title({ taken: 1, seats: 16 }, to),
		m.cohort_taken({ taken: 1, seats: 16 }, to),
		m.exam_hearing_reduced({ points: '1' }, to),
		m.result_mark({ number: 2, points: '1' }, to),
		m.marking_points_are({ points: '1' }, to),
		m.marking_settled_at({ points: '1' }, to),
		m.marking_points_computed({ points: '1' }, to),
		m.result_points_of({ points: '1' }, to),
		m.receipt_pages({ pages: 1 }, to),
		m.organiser_running({ count: 1, all: 9 }, to),
		m.organiser_marking({ count: 1, all: 9 }, to),
		m.organiser_results({ count: 1, all: 9 }, to),
		m.recommend_done_of({ done: 1, people: 4 }, to),
		m.records_staff_title_frozen({ count: 1, all: 9 }, to),
		m.records_kick_off({ day: '7. 9.', minutes: 1 }, to),
		m.practice_title({ count: 1 }, to),
		m.practice_samples({ count: 1 }, to),
		m.glossary_title({ count: 1 }, to),
		m.library_title({ count: 1 }, to),
		m.week_lesson_minutes({ minutes: 1 }, to),
		m.refusal_too_many_requests({ seconds: 1 }, to),
		m.refusal_exam_too_few({ people: 1, least: 3 }, to),
	];
};

test('what is said of one thing is said in the singular, in German', () => {
	const wrong =
		/\b1 (Beiträge|Menschen|Punkte|Seiten|Fälle|Musterarbeiten|Begriffe|Vorlagen|Minuten|Sekunden|Personen|von)\b|\bein(e|er)? [^:]*\b(sind|haben)\b/i;
	expect(ofOne('de').filter((sentence) => wrong.test(sentence))).toEqual([]);
	expect(m.talk_counts({ posts: 2, people: 1 }, { locale: 'de' })).toBe('2 Beiträge von einem Menschen');
});

test('what is said of one thing is said in the singular, in English', () => {
	const wrong = /\b1 (posts|people|points|pages|cases|sample papers|terms|templates|minutes|seconds)|\b1 of\b|\bhave\b/;
	expect(ofOne('en').filter((sentence) => wrong.test(sentence))).toEqual([]);
	expect(m.talk_counts({ posts: 2, people: 1 }, { locale: 'en' })).toBe('2 posts by one person');
});

test('what is said of several things counts them', () => {
	expect(m.talk_counts({ posts: 3, people: 2 }, { locale: 'de' })).toBe('3 Beiträge von 2 Menschen');
	expect(m.result_points_of({ points: '1,5' }, { locale: 'de' })).toBe('1,5 Punkte');
	expect(m.practice_samples({ count: 2 }, { locale: 'de' })).toBe('2 Musterarbeiten');
});
