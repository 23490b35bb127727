import { closeCohort } from '#credentials/server/closing.ts';
import { revokeCertificate } from '#credentials/server/certificates.ts';
import { releaseResults } from '#credentials/server/release.ts';
import { grantException } from '#course/server/exceptions.ts';
import { importPracticeCases } from '#exam/server/practice-cases.ts';
import { scheduleExam, scheduleRetake } from '#exam/server/schedule.ts';
import { decideWithdrawalForCause, withdrawForCause } from '#exam/server/withdrawal.ts';
import { addHours, addMinutes, dateIn, wallClock } from '#platform/time.ts';
import { groupPaperActs, lookActs, ownPaperActs, type Exam } from '#demo/acts/exam-papers.ts';
import { caseFrom, certificateOf, numberOf } from '#demo/acts/exam-rows.ts';
import { markingActs, type MarkedPaper } from '#demo/acts/marking.ts';
import type { ExamEntry, MakeUpEntry, OwnPapersEntry, ReleasedPapersEntry } from '#demo/corpus/exam.ts';
import { does } from '#demo/story/does.ts';
import type { ExamDays, ReleasedSitting, Sitting } from '#demo/story/exam-days.ts';
import { zone, type Stage } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

const organiserOf = (stage: Stage) => stage.person(stage.entry.organisers[0] ?? '');

/** From the exceptions before the exam to the certificate that is revoked long after the cohort was closed. */
export function examActs(stage: Stage, entry: ExamEntry, days: ExamDays, late: Sitting): Act[] {
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
		...makeUpActs(stage, entry.make_up, { main, retake, late: examOf('late sitting', late) }),
	];
}

type Planned<Held extends Sitting> = Held & Exam & { given: (id: string) => void };

function examOf<Held extends Sitting>(name: string, sitting: Held): Planned<Held> {
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

function scheduling(stage: Stage, exam: Planned<Sitting>, source: string): Act {
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
			const { examId } = await does(organiser, at, exam.name === 'exam' ? scheduleExam : scheduleRetake, wish);
			exam.given(examId);
		},
	};
}

/** All results together, with words to each. */
function releasing(
	stage: Stage,
	exam: Planned<ReleasedSitting>,
	words: string,
	people: readonly ReleasedPapersEntry[],
): Act {
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

type Sittings = { main: Exam; retake: Exam; late: Planned<Sitting> };

/** Somebody withdraws from two sittings for cause and writes both individual papers at a third one, after the closing. */
function makeUpActs(stage: Stage, entry: MakeUpEntry, { main, retake, late }: Sittings): Act[] {
	const [first, second] = entry.withdrawals;
	return [
		...withdrawalActs(stage, entry.person, {
			exam: main,
			...first,
			at: addHours(main.endsAt, first.hours_after_end),
		}),
		...withdrawalActs(stage, entry.person, {
			exam: retake,
			...second,
			at: addHours(retake.opensAt, -second.hours_before_opening),
		}),
		scheduling(stage, late, entry.case_id),
		...lookActs(stage, late, [entry.person]),
		...ownPaperActs(stage, late, entry),
		...markingActs(stage, late, markedPapers(entry)),
	];
}

type Withdrawal = { exam: Exam; at: Date; reason: string; answer: string };

/** Asked for by the candidate, and answered by the organiser some hours later. */
function withdrawalActs(stage: Stage, key: string, { exam, at, reason, answer }: Withdrawal): Act[] {
	const answerAfter = 3;
	return [
		{
			at,
			what: `${stage.name}: ${key} withdraws from the ${exam.name}`,
			run: (now) => does(stage.person(key), now, withdrawForCause, { examId: exam.id(), reason }),
		},
		{
			at: addHours(at, answerAfter),
			what: `${stage.name}: ${key} may withdraw from the ${exam.name}`,
			run: (now) =>
				does(organiserOf(stage), now, decideWithdrawalForCause, {
					examId: exam.id(),
					userId: stage.person(key).userId,
					granted: true,
					words: answer,
				}),
		},
	];
}
