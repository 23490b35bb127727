import { examPage } from '#exam/server/exam-page.ts';
import { handInPaper } from '#exam/server/hand-in.ts';
import { saveSection } from '#exam/server/sections.ts';
import { addHours, addMinutes } from '#platform/time.ts';
import { paperOf } from '#demo/acts/exam-rows.ts';
import type { GroupPaperEntry, OwnPapersEntry } from '#demo/corpus/exam.ts';
import { does } from '#demo/story/does.ts';
import type { Sitting } from '#demo/story/exam-days.ts';
import { lot } from '#demo/story/lot.ts';
import type { Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** An exam with the id that it is given when it is scheduled. */
export type Exam = Sitting & { name: string; id: () => string };

/** Everybody who sits it looks at the case within the first two hours. */
export const lookActs = (stage: Stage, exam: Exam, people: readonly string[]): Act[] =>
	people.map((key) => ({
		at: addMinutes(exam.opensAt, 1 + Math.round(lot('case', key) * 120)),
		what: `${stage.name}: ${key} reads the case of the ${exam.name}`,
		run: (at) => does(stage.person(key), at, examPage, { examId: exam.id() }),
	}));

/** The sections of a group's paper by several hands, and whoever hands it in. */
export function groupPaperActs(stage: Stage, exam: Exam, { members, handed_in, ...paper }: GroupPaperEntry): Act[] {
	const { by, hours_before_end: hours } = handed_in;
	const handedInAt = addHours(exam.endsAt, -hours);
	const sections = Object.entries(paper.sections);
	const begin = addHours(exam.opensAt, 4);
	const named = `${stage.name}: group paper of ${members.join(', ')}`;
	return [
		...sections.map(([sectionId, body], index): Act => {
			const key = members[index % members.length] ?? by;
			const share = (index + 1) / (sections.length + 1);
			return {
				at: new Date(begin.getTime() + (handedInAt.getTime() - begin.getTime()) * share),
				what: `${named}, ${sectionId}`,
				run: async (at) => {
					const paperId = await paperOf(exam.id(), stage.person(key), 'group');
					await does(stage.person(key), at, saveSection, { paperId, sectionId, body, version: 0 });
				},
			};
		}),
		{
			at: handedInAt,
			what: `${named} is handed in`,
			run: async (at) => {
				const paperId = await paperOf(exam.id(), stage.person(by), 'group');
				await does(stage.person(by), at, handInPaper, { paperId, ownWork: true, aiUse: paper.ai_use });
			},
		},
	];
}

const kinds = ['reflection', 'case'] as const;

/** Both individual papers: the reflection is written first; handed in one after the other, or by themselves. */
export function ownPaperActs(stage: Stage, exam: Exam, entry: OwnPapersEntry): Act[] {
	const { person, handed_in: handedIn } = entry;
	const hours = 'automatic' in handedIn ? 0.1 : handedIn.hours_before_end;
	return kinds.flatMap((kind, index): Act[] => {
		const doneAt = addMinutes(addHours(exam.endsAt, -hours), -9 + 9 * index);
		const named = `${stage.name}: ${person}, ${kind} of the ${exam.name}`;
		const write: Act = {
			at: addMinutes(doneAt, -3),
			what: named,
			run: async (at) => {
				const paperId = await paperOf(exam.id(), stage.person(person), kind);
				await does(stage.person(person), at, saveSection, {
					paperId,
					sectionId: kind,
					body: entry[kind],
					version: 0,
				});
			},
		};
		if ('automatic' in handedIn) return [write];
		const hand: Act = {
			at: doneAt,
			what: `${named}, handed in`,
			run: async (at) => {
				const paperId = await paperOf(exam.id(), stage.person(person), kind);
				await does(stage.person(person), at, handInPaper, { paperId, ownWork: true, aiUse: entry.ai_use });
			},
		};
		return [write, hand];
	});
}
