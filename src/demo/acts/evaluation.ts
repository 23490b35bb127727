import { answerEvaluation } from '#course/server/evaluation.ts';
import type { AnswerEntry } from '#demo/corpus/evaluation.ts';
import { addMinutes } from '#platform/time.ts';
import { does } from '#demo/story/does.ts';
import { lot } from '#demo/story/lot.ts';
import { meetingOf, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** The two questions after a unit, answered within a day and a half of the meeting that closed it. */
export const evaluationActs = (stage: Stage, answers: readonly AnswerEntry[]): Act[] =>
	answers.map(({ unit, person, useful, change }) => ({
		at: addMinutes(meetingOf(stage, unit).endsAt, 15 + Math.round(lot('answers', unit, person) * 2100)),
		what: `${stage.name}: ${person} answers the questions after unit ${unit}`,
		run: (at) =>
			does(stage.person(person), at, answerEvaluation, {
				communityId: stage.communityId,
				sheet: `unit-${unit}`,
				answers: { useful: String(useful), ...(change ? { change } : {}) },
			}),
	}));
