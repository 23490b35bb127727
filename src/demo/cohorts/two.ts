import type { Report } from '#platform/server/report.ts';
import { addDays, addMinutes } from '#platform/time.ts';
import { admissionActs } from '#demo/acts/admission.ts';
import { unnamedActs } from '#demo/acts/unnamed.ts';
import { readUnnamed } from '#demo/corpus/unnamed.ts';
import { conversationActs } from '#demo/acts/conversation.ts';
import { evaluationActs } from '#demo/acts/evaluation.ts';
import { exceptionActs } from '#demo/acts/exceptions.ts';
import { learningTimeActs } from '#demo/acts/learning-time.ts';
import { meetingActs } from '#demo/acts/meetings.ts';
import { openAndPublish } from '#demo/acts/opening.ts';
import type { Provider } from '#demo/acts/provider.ts';
import { lastVisits, readingActs } from '#demo/acts/reading.ts';
import { recommendationActs } from '#demo/acts/recommendations.ts';
import { draftActs, individualActs, resultActs } from '#demo/acts/results.ts';
import { enrolmentOrder, shiftActs } from '#demo/acts/shifts.ts';
import { learnersOf } from '#demo/cohorts/learners.ts';
import { postProgress } from '#demo/cohorts/progress.ts';
import type { Corpus } from '#demo/corpus/corpus.ts';
import { countPosts, readThreads, type ThreadEntry } from '#demo/corpus/conversation.ts';
import type { Moment } from '#demo/corpus/file.ts';
import { readDrafts } from '#demo/corpus/drafts.ts';
import { readAnswers } from '#demo/corpus/evaluation.ts';
import { readExceptions } from '#demo/corpus/exceptions.ts';
import { readPlan } from '#demo/corpus/plan.ts';
import { readResults } from '#demo/corpus/results.ts';
import { personIn, type Cast } from '#demo/story/cast.ts';
import { middleOfUnitFive } from '#demo/story/dates.ts';
import { meetingOf, setStage, zone, type Stage } from '#demo/story/stage.ts';
import { play, type Act } from '#demo/story/timeline.ts';

const seed = 20;
/** Units that are over, and the one that runs. */
const unitsOver = 4;
/** Days before the kick-off. */
const openedBefore = 80;

/** Opens the second cohort; what is returned tells its story until now, in the middle of unit five. */
export async function secondCohort(cast: Cast, corpus: Corpus, provider: Provider, now: Date) {
	const entry = corpus.cohort('cohort-2');
	const { startDate, lag } = middleOfUnitFive(now);
	const at = addDays(new Date(`${startDate}T08:30:00Z`), -openedBefore, zone);
	const opened = await openAndPublish(cast, provider, { entry, provider: corpus.provider, startDate, seed, at });
	const learners = learnersOf(corpus.people, entry.key);
	const stage = await setStage({
		...opened,
		cast,
		entry,
		name: 'Cohort 2',
		plan: readPlan('cohort-2/plan.yaml'),
		learners: learners.map(({ key }) => key),
		opened: addDays(at, 2, zone),
		until: addMinutes(now, -1),
		scale: {
			end: { last: { unit: 5, day: 3, time: '11:40' }, by: addMinutes(now, -8) },
			lag: { unit: 5, days: lag },
		},
	});
	const office = { ...opened, name: stage.name, organiser: personIn(cast, entry.organisers[0] ?? ''), cast };
	const order = enrolmentOrder(stage.plan, stage.learners, seed);
	const threads = readThreads(
		...['00-arriving', '01-foundations', '02-strategy', '03-concept', '04-launch', '05-relationship'].map(
			(file) => `cohort-2/${file}.yaml`,
		),
	);
	const visits = lastVisits(stage, [...stage.learners, ...entry.companions, ...entry.organisers]);
	return async (report: Report) => {
		await play(admissionActs(office, learners, order, meetingOf(stage, 0).startsAt));
		report(`${stage.name}: ${learners.length} people have enrolled`);
		const acts = [...courseActs(stage, threads), ...readingActs(stage, visits)];
		await play(acts, postProgress(report, stage.name, countPosts(threads)));
		return visits;
	};
}

function courseActs(stage: Stage, threads: readonly ThreadEntry<Moment>[]): Act[] {
	const { drafts, individual } = readDrafts('cohort-2/drafts.yaml');
	return [
		...Array.from({ length: unitsOver + 1 }, (_, number) => meetingActs(stage, number)).flat(),
		...shiftActs(stage, unitsOver + 1),
		...conversationActs(stage, threads),
		...readResults('cohort-2/results.yaml').flatMap((result) => resultActs(stage, result)),
		...drafts.flatMap((draft) => draftActs(stage, draft)),
		...individual.flatMap((each) => individualActs(stage, each)),
		...stage.plan.recommendations.flatMap((each) => recommendationActs(stage, each)),
		...evaluationActs(stage, readAnswers('cohort-2/evaluation.yaml'), stage.until),
		...exceptionActs(stage, readExceptions('cohort-2/exceptions.yaml')),
		...readUnnamed('cohort-2/questions.yaml').flatMap((each) => unnamedActs(stage, each)),
		...learningTimeActs(stage, unitsOver + 1),
	];
}
