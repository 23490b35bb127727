import { requestException } from '#course/server/exceptions.ts';
import type { ExceptionEntry } from '#demo/corpus/exceptions.ts';
import { does } from '#demo/story/does.ts';
import type { Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** Somebody asks to be admitted to the exam although a requirement will not be met. */
export const exceptionActs = (stage: Stage, requests: readonly ExceptionEntry[]): Act[] =>
	requests.map(({ person, requirement, at, words }) => ({
		at: stage.at(at),
		what: `${stage.name}: ${person} asks for an exception`,
		run: (now) =>
			does(stage.person(person), now, requestException, { communityId: stage.communityId, requirement, words }),
	}));
