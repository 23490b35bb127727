import { randomUUID } from 'node:crypto';
import { askUnnamed } from '#conversation/server/unnamed-asking.ts';
import { answerUnnamed } from '#conversation/server/unnamed-desk.ts';
import type { UnnamedEntry } from '#demo/corpus/unnamed.ts';
import { does } from '#demo/story/does.ts';
import type { Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** What somebody asks the companions without a name, and what one of them answers. */
export function unnamedActs(stage: Stage, { by, at, body, may_publish: mayPublish, answer }: UnnamedEntry): Act[] {
	const questionId = randomUUID();
	const { communityId } = stage;
	const ask: Act = {
		at: stage.at(at),
		what: `${stage.name}: somebody asks without a name`,
		run: (now) => does(stage.person(by), now, askUnnamed, { communityId, questionId, body, mayPublish }),
	};
	if (!answer) return [ask];
	const reply: Act = {
		at: stage.at(answer.at),
		what: `${stage.name}: ${answer.by} answers somebody without a name`,
		run: (now) => does(stage.person(answer.by), now, answerUnnamed, { questionId, answer: answer.body }),
	};
	return [ask, reply];
}
