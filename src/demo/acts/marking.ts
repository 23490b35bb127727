import { assignExaminer } from '#exam/server/assigning.ts';
import { examPage } from '#exam/server/exam-page.ts';
import { submitMark } from '#exam/server/marks.ts';
import { addCalendarDays, addMinutes, dateIn, instantOf } from '#platform/time.ts';
import type { Exam } from '#demo/acts/exam-papers.ts';
import { markingOf, paperOf, type PaperKind } from '#demo/acts/exam-rows.ts';
import type { MarkEntry } from '#demo/corpus/exam.ts';
import { does } from '#demo/story/does.ts';
import { zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** A paper with its marks; `of` is its author or one of them. */
export type MarkedPaper = { of: string; kind: PaperKind; marks: readonly MarkEntry[] };

/** When the two examiners sit down, and how many papers they manage at a time. */
const desks = ['18:05', '06:50'] as const;
const atOneSitting = 9;
const minutesEach = 11;
/** Days after the assignment. */
const firstDay = 1;
const thirdDay = 7;

const daysAfter = (instant: Date, days: number, time: string): Date =>
	instantOf(addCalendarDays(dateIn(zone, instant), days), time, zone);

/** When the first of the two has marked one person's papers, if they were assigned at that instant. */
export const markedByFirst = (assignedAt: Date): Date =>
	addMinutes(daysAfter(assignedAt, firstDay, desks[0]), 2 * minutesEach);

/** The two who mark everything are named by hand; each goes through the pile, and a third decides where they differ. */
export function markingActs(stage: Stage, exam: Exam, papers: readonly MarkedPaper[]): Act[] {
	const examiners = stage.entry.examiners;
	// What the two differ on comes first, since it has to wait for the third.
	const pile = papers.toSorted((a, b) => b.marks.length - a.marks.length);
	const on = (days: number, time: string): Date => daysAfter(exam.assignedAt, days, time);
	return [
		assigning(stage, exam, pile),
		...examiners.flatMap((examiner, desk) =>
			pile.flatMap((paper, index) => {
				const mark = paper.marks.find(({ by }) => by === examiner);
				const day = firstDay + Math.floor(index / atOneSitting);
				const at = addMinutes(on(day, desks[desk] ?? desks[0]), (index % atOneSitting) * minutesEach);
				return mark ? [marking(stage, exam, paper, mark, at)] : [];
			}),
		),
		...pile.flatMap((paper) => {
			const mark = paper.marks.find(({ by }) => by === stage.entry.third_examiner);
			return mark ? [marking(stage, exam, paper, mark, on(thirdDay, '10:20'))] : [];
		}),
	];
}

function assigning(stage: Stage, exam: Exam, pile: readonly MarkedPaper[]): Act {
	const organiser = stage.person(stage.entry.organisers[0] ?? '');
	return {
		at: exam.assignedAt,
		what: `${stage.name}: the papers of the ${exam.name} are assigned`,
		run: async (at) => {
			for (const { of, kind } of pile) {
				const paperId = await paperOf(exam.id(), stage.person(of), kind);
				for (const [index, key] of stage.entry.examiners.entries()) {
					const examinerId = stage.person(key).userId;
					await does(organiser, at, assignExaminer, { paperId, position: index + 1, examinerId });
				}
			}
		},
	};
}

function marking(stage: Stage, exam: Exam, { of, kind }: MarkedPaper, mark: MarkEntry, at: Date): Act {
	const { by, levels, words } = mark;
	const criteria = stage.course.exam.papers.find(({ id }) => id === kind)?.criteria ?? [];
	return {
		at,
		what: `${stage.name}: ${by} marks ${kind} of ${of}`,
		run: async (now) => {
			const examiner = stage.person(by);
			// Looking at it calls in the third examiner where the days for settling are over.
			if (by === stage.entry.third_examiner) await does(examiner, now, examPage, { examId: exam.id() });
			const markingId = await markingOf(await paperOf(exam.id(), stage.person(of), kind), examiner);
			const chosen = Object.fromEntries(criteria.map(({ id }, index) => [id, (levels[index] ?? 1) - 1]));
			await does(examiner, now, submitMark, { markingId, levels: chosen, words });
		},
	};
}
