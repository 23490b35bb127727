import { finishRecommendation, recommend } from '#course/server/recommendations.ts';
import type { RecommendationEntry } from '#demo/corpus/plan.ts';
import { does } from '#demo/story/does.ts';
import type { Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** A companion recommends a person or a thread to somebody, who may have followed it. */
export function recommendationActs(stage: Stage, entry: RecommendationEntry): Act[] {
	let recommendationId = '';
	const target = () =>
		entry.kind === 'person' ? stage.person(entry.person ?? '').userId : stage.threads.get(entry.thread ?? '');
	const give: Act = {
		at: stage.at(entry.at),
		what: `${stage.name}: ${entry.by} recommends something to ${entry.to}`,
		run: async (at) => {
			const { recommendationIds } = await does(stage.person(entry.by), at, recommend, {
				communityId: stage.communityId,
				userIds: [stage.person(entry.to).userId],
				kind: entry.kind,
				target: target(),
				words: entry.words,
			});
			recommendationId = recommendationIds[0] ?? '';
		},
	};
	if (!entry.done) return [give];
	const finish: Act = {
		at: stage.at(entry.done),
		what: `${stage.name}: ${entry.to} has followed a recommendation`,
		run: (at) => does(stage.person(entry.to), at, finishRecommendation, { recommendationId }),
	};
	return [give, finish];
}
