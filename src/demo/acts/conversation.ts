import { givePostFeedback } from '#course/server/feedback.ts';
import { talkActs, type Room } from '#demo/acts/talk.ts';
import type { ThreadEntry } from '#demo/corpus/conversation.ts';
import type { Moment } from '#demo/corpus/file.ts';
import { does } from '#demo/story/does.ts';
import { leadersOf, unitOf, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

const slugs: Readonly<Record<string, string>> = {
	plaza: 'marktplatz',
	questions: 'fragen',
	unit: 'lerneinheiten',
	results: 'ergebnisse',
	team: 'organisatorisches',
};

/** All that people write in a cohort, and what others do with it. */
export const conversationActs = (stage: Stage, threads: readonly ThreadEntry<Moment>[]): Act[] =>
	talkActs(roomOf(stage), threads);

function roomOf(stage: Stage): Room<Moment> {
	const { name, communityId, person, at, until, threads, entry } = stage;
	return {
		...{ name, communityId, person, at, until, threads },
		space: (key) => stage.spaces.get(slugs[key] ?? key),
		about: ({ at: { unit } }) => (unit > 0 && unit <= 10 ? { unitNumber: unit } : {}),
		/** Its author, or where they may not whoever leads that week. */
		pinner: ({ author, at: { unit } }) => {
			const leaders = unit > 10 ? entry.companions : leadersOf(stage, unit);
			return [...leaders, ...entry.companions].includes(author) ? author : (leaders[0] ?? author);
		},
		knows: (key) => [...stage.learners, ...entry.companions, ...entry.organisers].includes(key),
		/** A companion’s remark. */
		around: (post, id) => {
			const { feedback } = post;
			if (!feedback) return [];
			const criterion = feedback.criterion && unitOf(stage, post.at.unit).assignment.rubric[feedback.criterion - 1];
			return [
				{
					at: at(feedback.at),
					what: `${name}: ${feedback.by} gives feedback on a post by ${post.author}`,
					run: (now) =>
						does(person(feedback.by), now, givePostFeedback, {
							postId: id(),
							words: feedback.body,
							criterionId: criterion ? criterion.id : undefined,
						}),
				},
			];
		},
	};
}
