import { closeCohort } from '#credentials/server/closing.ts';
import { revokeCertificate } from '#credentials/server/certificates.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { grantException } from '#course/server/exceptions.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { scheduleExam, scheduleRetake } from '#exam/server/schedule.ts';
import { addMinutes, dateIn, wallClock } from '#platform/time.ts';
import { groupPaperActs, lookActs, ownPaperActs, type Exam } from '#demo/acts/exam-papers.ts';
import { caseFrom, certificateOf, numberOf } from '#demo/acts/exam-rows.ts';
import { markingActs, type MarkedPaper } from '#demo/acts/marking.ts';
import type { ExamEntry, OwnPapersEntry } from '#demo/corpus/exam.ts';
import { does } from '#demo/story/does.ts';
import type { ExamDays, Sitting } from '#demo/story/exam-days.ts';
import { zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

const organiserOf = (stage: Stage) => stage.person(stage.entry.organisers[0] ?? '');

/** From the exceptions before the exam to the certificate that is revoked long after the cohort was closed. */
export function examActs(stage: Stage, entry: ExamEntry, days: ExamDays): Act[] {
	const main = examOf('exam', days.main);
	const retake = examOf('retake', days.retake);
	const { individual_papers: own, group_papers: groups } = entry;
	return [
		...exceptionActs(stage, entry, days),
		scheduling(stage, main, entry.case),
		...lookActs(stage, main, stage.learners),
		...groups.flatMap((paper) => groupPaperActs(stage, main, paper)),
		...own.flatMap((papers) => ownPaperActs(stage, main, papers)),
		...markingActs(stage, main, [
			...groups.map(({ members, marks }): MarkedPaper => ({ of: members[0] ?? '', kind: 'group', marks })),
			...own.flatMap(markedPapers),
		]),
		releasing(stage, main, entry.words, own),
		scheduling(stage, retake, entry.retake_case),
		...lookActs(stage, retake, [entry.retake.person]),
		...ownPaperActs(stage, retake, entry.retake),
		...markingActs(stage, retake, markedPapers(entry.retake)),
		releasing(stage, retake, entry.retake_words, [entry.retake]),
		...endActs(stage, entry, days),
	];
}

function examOf(name: string, sitting: Sitting): Exam & { given: (id: string) => void } {
	let examId = '';
	return { ...sitting, name, id: () => examId, given: (id) => (examId = id) };
}

const markedPapers = ({ person, marks }: OwnPapersEntry): MarkedPaper[] => [
	{ of: person, kind: 'case', marks: marks.case },
	{ of: person, kind: 'reflection', marks: marks.reflection },
];

/** Granted on the morning on which the exam is planned, when counting is over. */
const exceptionActs = (stage: Stage, { exceptions }: ExamEntry, { main }: ExamDays): Act[] =>
	exceptions.map(({ person, requirement, reason }, index) => ({
		at: addMinutes(main.scheduledAt, -30 + index * 6),
		what: `${stage.name}: ${person} is admitted by exception`,
		run: (at) =>
			does(organiserOf(stage), at, grantException, {
				communityId: stage.communityId,
				userId: stage.person(person).userId,
				requirement,
				reason,
			}),
	}));

function scheduling(stage: Stage, exam: ReturnType<typeof examOf>, source: string): Act {
	const { cohortId } = stage;
	return {
		at: exam.scheduledAt,
		what: `${stage.name}: the ${exam.name} is scheduled`,
		run: async (at) => {
			const organiser = organiserOf(stage);
			await does(organiser, at, importPracticeCases, { cohortId });
			const wish = {
				cohortId,
				opensOn: dateIn(zone, exam.opensAt),
				opensAt: wallClock(exam.opensAt, zone).time,
				caseId: await caseFrom(cohortId, source),
			};
			const { examId } = await does(organiser, at, exam.name === 'retake' ? scheduleRetake : scheduleExam, wish);
			exam.given(examId);
		},
	};
}

/** All results together, with words to each. */
function releasing(stage: Stage, exam: Exam, words: string, people: readonly OwnPapersEntry[]): Act {
	return {
		at: exam.releasedAt,
		what: `${stage.name}: the results of the ${exam.name} are released`,
		run: async (at) => {
			const each: Record<string, string> = {};
			for (const { person, words: own } of people) each[await numberOf(exam.id(), stage.person(person))] = own;
			await does(organiserOf(stage), at, releaseResults, { examId: exam.id(), words, each });
		},
	};
}

function endActs(stage: Stage, { closing, revocation }: ExamEntry, { closedAt, revokedAt }: ExamDays): Act[] {
	const { cohortId } = stage;
	const { person, reason, internal } = revocation;
	return [
		{
			at: closedAt,
			what: `${stage.name} is closed`,
			run: (at) => does(organiserOf(stage), at, closeCohort, { cohortId, thanks: closing.thanks }),
		},
		{
			at: revokedAt,
			what: `${stage.name}: the certificate of ${person} is revoked`,
			run: async (at) => {
				const certificateId = await certificateOf(cohortId, stage.person(person));
				await does(organiserOf(stage), at, revokeCertificate, { certificateId, reason, internal });
			},
		},
	];
}
