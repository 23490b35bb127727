import { giveFeedback } from '#course/server/feedback.ts';
import { handIn } from '#course/server/hand-in.ts';
import { beginSubmission, saveResultSection } from '#course/server/submissions.ts';
import type { DraftEntry, IndividualEntry } from '#demo/corpus/drafts.ts';
import type { ResultEntry } from '#demo/corpus/results.ts';
import { addMinutes, earliest } from '#platform/time.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import { isSilentAt, levelsBy, membersOf, sectionId, unitOf, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** When groups sit down to write, in the second half of a unit. */
const sittings = [
	{ day: 4, time: '12:35' },
	{ day: 4, time: '20:10' },
	{ day: 5, time: '07:50' },
	{ day: 5, time: '19:45' },
	{ day: 5, time: '21:25' },
	{ day: 6, time: '07:25' },
];

/** The result of a learning group: begun, written by several hands, handed in, and what others say to it. */
export function resultActs(stage: Stage, result: ResultEntry): Act[] {
	const { unit, group } = result;
	const { assignment } = unitOf(stage, unit);
	const named = `${stage.name}: result ${unit}.${group}`;
	const handedInAt = stage.at(result.at);
	let submissionId = '';
	const begun = earliest([stage.at({ unit, day: 3, time: '18:30' }), addMinutes(handedInAt, -120)]) ?? handedInAt;
	const sections = Object.entries(result.sections);
	const members = membersOf(stage, unit, group);
	const by = result.by ?? members[0] ?? '';
	const hands = members.filter((key) => !isSilentAt(stage, key, begun));
	return [
		{
			at: begun,
			what: `${named} is begun`,
			run: async (at) => {
				const where = { communityId: stage.communityId, number: unit };
				({ submissionId } = await does(stage.person(by), at, beginSubmission, where));
			},
		},
		...sections.map(([position, text], index) => ({
			at: writtenAt(stage, unit, index, addMinutes(handedInAt, -7 * (sections.length - index))),
			what: `${named}, section ${position}`,
			run: (at: Date) =>
				does(stage.person(hands[index % hands.length] ?? by), at, saveResultSection, {
					submissionId,
					sectionId: sectionId(assignment, position),
					body: index === 0 ? `**${result.title}**\n\n${text}` : text,
					version: 0,
				}),
		})),
		{
			at: handedInAt,
			what: `${named} is handed in`,
			run: (at) => does(stage.person(by), at, handIn, { submissionId }),
		},
		...result.feedback.map((feedback) => ({
			at: stage.at(feedback.at),
			what: `${named}, feedback by ${feedback.by}`,
			run: (at: Date) =>
				does(stage.person(feedback.by), at, giveFeedback, {
					submissionId,
					levels: levelsBy(assignment, feedback.levels),
					words: feedback.body,
				}),
		})),
		...result.peers.map((peer) => ({
			at: stage.at(peer.at),
			what: `${named}, feedback by ${peer.by}`,
			run: (at: Date) => does(stage.person(peer.by), at, giveFeedback, { submissionId, words: peer.body }),
		})),
	];
}

function writtenAt(stage: Stage, unit: number, index: number, latest: Date): Date {
	const sitting = sittings[Math.min(index, sittings.length - 1)];
	const at = sitting ? stage.at({ unit, ...sitting }) : latest;
	return at < latest ? at : latest;
}

/** A group's result in the making: some sections are there, nothing is handed in. */
export function draftActs(stage: Stage, { unit, group, sections }: DraftEntry): Act[] {
	const { assignment } = unitOf(stage, unit);
	let submissionId = '';
	return sections.map(({ section, by, at, body }, index) => ({
		at: stage.at(at),
		what: `${stage.name}: draft ${unit}.${group}, section ${section}`,
		run: async (now) => {
			const where = { communityId: stage.communityId, number: unit };
			if (index === 0) ({ submissionId } = await does(stage.person(by), now, beginSubmission, where));
			const written = { submissionId, sectionId: sectionId(assignment, section), body, version: 0 };
			await does(stage.person(by), now, saveResultSection, written);
		},
	}));
}

/** An individual assignment, written and handed in at one sitting. */
export function individualActs(stage: Stage, entry: IndividualEntry): Act[] {
	const { unit, by, feedback } = entry;
	const { individual } = unitOf(stage, unit);
	let submissionId = '';
	const sections = Object.fromEntries(
		Object.entries(entry.sections).map(([position, body]) => [sectionId(individual, position), { body, version: 0 }]),
	);
	const hand: Act = {
		at: stage.at(entry.at),
		what: `${stage.name}: ${by} hands in an individual assignment`,
		run: async (at) => {
			const where = { communityId: stage.communityId, number: unit, kind: 'person' };
			({ submissionId } = await does(stage.person(by), at, beginSubmission, where));
			await does(stage.person(by), at, handIn, { submissionId, sections });
		},
	};
	if (!feedback) return [hand];
	const answer: Act = {
		at: soonAfter(stage.at(feedback.at), 0, stage.until),
		what: `${stage.name}: ${feedback.by} gives feedback on an individual assignment`,
		run: (at) =>
			does(stage.person(feedback.by), at, giveFeedback, {
				submissionId,
				levels: levelsBy(individual, feedback.levels),
				words: feedback.body,
			}),
	};
	return [hand, answer];
}
