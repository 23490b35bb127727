import { addMonths } from '#course/rules/evaluation.ts';
import { answerEvaluation } from '#course/server/evaluation.ts';
import type { AnswerEntry } from '#demo/corpus/evaluation.ts';
import { addMinutes } from '#platform/time.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { meetingOf, zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/**
 * The questions after a unit and at the end, answered within a day and a half of the meeting that closed it, and those
 * some months later, within as long of their being asked; what would be answered after `now` is still to come.
 */
export const evaluationActs = (stage: Stage, answers: readonly AnswerEntry[], now: Date): Act[] =>
	answers
		.map((entry): Act => {
			const sheet = 'unit' in entry ? `unit-${entry.unit}` : entry.sheet;
			return {
				at: addMinutes(
					askedAt(stage, entry),
					15 + Math.round(lot('answers', 'unit' in entry ? entry.unit : sheet, entry.person) * 2100),
				),
				what: `${stage.name}: ${entry.person} answers the sheet ${sheet}`,
				run: (at) =>
					does(stage.person(entry.person), at, answerEvaluation, {
						communityId: stage.communityId,
						sheet,
						answers: answersOf(entry),
					}),
			};
		})
		.filter(({ at }) => at < now);

function askedAt(stage: Stage, entry: AnswerEntry): Date {
	if ('unit' in entry) return meetingOf(stage, entry.unit).endsAt;
	const end = meetingOf(stage, stage.course.units.length).endsAt;
	return entry.sheet === 'final' ? end : addMonths(end, stage.course.evaluation.laterAfterMonths, zone);
}

const answersOf = (entry: AnswerEntry): Record<string, string> =>
	'unit' in entry
		? { useful: String(entry.useful), ...(entry.change ? { change: entry.change } : {}) }
		: Object.fromEntries(Object.entries(entry.answers).map(([question, answer]) => [question, String(answer)]));
