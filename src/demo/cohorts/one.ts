import type { Report } from '#platform/server/report.ts';
import { addDays, addHours, addMinutes } from '#platform/time.ts';
import { admissionActs } from '#demo/acts/admission.ts';
import { conversationActs } from '#demo/acts/conversation.ts';
import { evaluationActs } from '#demo/acts/evaluation.ts';
import { examActs } from '#demo/acts/exam.ts';
import { learningTimeActs } from '#demo/acts/learning-time.ts';
import { markedByFirst } from '#demo/acts/marking.ts';
import { meetingActs } from '#demo/acts/meetings.ts';
import { openAndPublish } from '#demo/acts/opening.ts';
import type { Provider } from '#demo/acts/provider.ts';
import { lastVisits, readingActs } from '#demo/acts/reading.ts';
import { resultActs } from '#demo/acts/results.ts';
import { enrolmentOrder, shiftActs } from '#demo/acts/shifts.ts';
import { learnersOf } from '#demo/cohorts/learners.ts';
import { postProgress } from '#demo/cohorts/progress.ts';
import type { Corpus } from '#demo/corpus/corpus.ts';
import { countPosts, readThreads, type ThreadEntry } from '#demo/corpus/conversation.ts';
import type { Moment } from '#demo/corpus/file.ts';
import { readAnswers } from '#demo/corpus/evaluation.ts';
import { readExam } from '#demo/corpus/exam.ts';
import { readPlan } from '#demo/corpus/plan.ts';
import { readResults } from '#demo/corpus/results.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { lastMeetingFrom, startAround } from '#demo/story/dates.ts';
import { examDays, sittingMarkedBy, type ExamDays, type Sitting } from '#demo/story/exam-days.ts';
import { lot } from '#demo/story/lot.ts';
import type { Turns } from '#demo/story/turns.ts';
import { meetingOf, setStage, zone, type Stage } from '#demo/story/stage.ts';
import { play, type Act } from '#demo/story/timeline.ts';

const seed = 10;
/** Days before today: ten weeks, the exam, the retake and the revocation end some weeks ago, whatever holidays did. */
export const startedBefore = 170;
/** Days before the kick-off. */
const openedBefore = 80;
const units = 10;

/** The dates after the last meeting, of the first cohort as it is told when the demo is made now. */
export const examDaysBy = (now: Date): ExamDays =>
	examDays(
		lastMeetingFrom(startAround(now, startedBefore)),
		readExam('cohort-1/exam.yaml').revocation.days_after_certificate,
	);

/** Opens the first cohort; what is returned tells its whole story, to the end and beyond. */
export async function firstCohort(cast: Cast, corpus: Corpus, provider: Provider, now: Date, turns: Turns) {
	const entry = corpus.cohort('cohort-1');
	const exam = readExam('cohort-1/exam.yaml');
	const startDate = startAround(now, startedBefore);
	const late = sittingMarkedBy(now, markedByFirst);
	const days = examDaysBy(now);
	const at = addDays(new Date(`${startDate}T08:30:00Z`), -openedBefore, zone);
	const opened = await openAndPublish(cast, provider, { entry, provider: corpus.provider, startDate, seed, at });
	const learners = learnersOf(corpus.people, entry.key);
	const stage = await setStage({
		...opened,
		cast,
		entry,
		name: 'Cohort 1',
		plan: readPlan('cohort-1/plan.yaml'),
		learners: learners.map(({ key }) => key),
		opened: addDays(at, 2, zone),
		until: addMinutes(days.closedAt, -30),
		scale: { lag: { unit: units + 1, days: days.lag } },
	});
	const office = { ...opened, name: stage.name, organiser: personIn(cast, entry.organisers[0] ?? ''), cast };
	const order = enrolmentOrder(stage.plan, stage.learners, seed);
	const threads = readThreads('cohort-1/conversation.yaml');
	const since = learnersVisits(stage, { now, days, late, person: exam.make_up.person });
	const before = lastVisits(stage, [...entry.companions, ...entry.organisers]);
	return async (report: Report) => {
		await play(admissionActs(office, learners, order, meetingOf(stage, 0).startsAt));
		report(`${stage.name}: ${learners.length} people have enrolled`);
		const acts = [
			...courseActs(stage, threads, now),
			...examActs(stage, exam, days, late),
			...turnActs(stage, days, turns),
			...readingActs(stage, new Map([...since, ...before])),
		];
		await play(acts, postProgress(report, stage.name, countPosts(threads)));
		report(`${stage.name}: the exam is over, the certificates are issued`);
		return new Map([...since, ...examinersVisits(stage, late)]);
	};
}

/** The company’s story has to have got as far before a certificate is revoked, and goes on once it has been. */
const turnActs = ({ name }: Stage, { main, revokedAt }: ExamDays, { certified, trusted, revoked }: Turns): Act[] => [
	{ at: addMinutes(main.releasedAt, 1), what: `${name}: certificates are there`, run: async () => certified.reach() },
	{ at: addMinutes(revokedAt, -1), what: `${name}: waits for the company`, run: () => trusted.reached },
	{ at: addMinutes(revokedAt, 1), what: `${name}: a certificate is gone`, run: async () => revoked.reach() },
];

function courseActs(stage: Stage, threads: readonly ThreadEntry<Moment>[], now: Date): Act[] {
	return [
		...Array.from({ length: units + 1 }, (_, number) => meetingActs(stage, number)).flat(),
		...shiftActs(stage, units),
		...conversationActs(stage, threads),
		...readResults('cohort-1/results.yaml').flatMap((result) => resultActs(stage, result)),
		...evaluationActs(stage, readAnswers('cohort-1/evaluation.yaml'), now),
		...learningTimeActs(stage, units),
	];
}

type Since = { now: Date; days: ExamDays; late: Sitting; person: string };

/** Former learners have looked in once more since the closing; whoever sat the late exam was there at its end. */
function learnersVisits(stage: Stage, { now, days, late, person }: Since): Map<string, Date> {
	const sinceClosing = now.getTime() - days.closedAt.getTime();
	const lookedIn = (key: string): Date =>
		new Date(days.closedAt.getTime() + Math.round(sinceClosing * (0.05 + 0.85 * lot('looks in', key))));
	return new Map(stage.learners.map((key) => [key, key === person ? addHours(late.endsAt, 1) : lookedIn(key)]));
}

/** One examiner has marked the papers of the late exam, the other has not seen yet that they are there. */
function examinersVisits(stage: Stage, late: Sitting): [string, Date][] {
	const [first = '', second = ''] = stage.entry.examiners;
	return [
		[first, addMinutes(markedByFirst(late.assignedAt), 5)],
		[second, addHours(late.assignedAt, -1)],
	];
}
