import type { Kysely } from 'kysely';
import type { CoursePackage, Paper, Text } from '#course/package/model.ts';
import { packageOf, packagesOf } from '#course/server/course-package.ts';
import type { MarkingRules } from '#exam/rules/marking.ts';
import type { PageLimit, PaperKind } from '#exam/rules/hand-in.ts';
import type { DB } from '#platform/server/schema.ts';

/** What a course says about its exam, as the rules of exam and marking want it. */
export type CourseExam = {
	workingDays: number;
	minimumPeople: number;
	hours: { group: number; individual: number };
	levelPoints: readonly number[];
	levelNames: readonly Text[];
	marking: MarkingRules;
	papers: Record<PaperKind, Paper>;
	pageLimits: Record<PaperKind, PageLimit>;
};

/** The exam's rules of a stored course version. */
export async function courseExamOf(db: Kysely<DB>, courseVersionId: string): Promise<CourseExam> {
	return courseExam(await packageOf(db, courseVersionId));
}

/** The exam's rules of the course version that a cohort has pinned. */
export async function courseExamOfCohort(db: Kysely<DB>, cohortId: string): Promise<CourseExam> {
	const { courseVersionId } = await db
		.selectFrom('cohort')
		.select('courseVersionId')
		.where('id', '=', cohortId)
		.executeTakeFirstOrThrow();
	return courseExamOf(db, courseVersionId);
}

/** The exam's rules of several stored course versions by their ids, in one query at most. */
export async function courseExamsOf(
	db: Kysely<DB>,
	courseVersionIds: readonly string[],
): Promise<ReadonlyMap<string, CourseExam>> {
	const packages = await packagesOf(db, courseVersionIds);
	return new Map([...packages].map(([id, course]) => [id, courseExam(course)]));
}

function courseExam({ exam, rubricLevels }: CoursePackage): CourseExam {
	const paper = (id: PaperKind): Paper => {
		const found = exam.papers.find((each) => each.id === id);
		if (!found) throw new Error(`the course has no paper ${id}`);
		return found;
	};
	const papers = { group: paper('group'), case: paper('case'), reflection: paper('reflection') };
	return {
		workingDays: exam.workingDays,
		minimumPeople: exam.minimumPeople,
		hours: exam.hours,
		levelPoints: exam.levelPoints,
		levelNames: rubricLevels,
		papers,
		pageLimits: { group: exam.pages.group, case: exam.pages.individual, reflection: exam.pages.individual },
		marking: {
			weights: { group: papers.group.weight, case: papers.case.weight, reflection: papers.reflection.weight },
			pass: exam.pass,
			thirdExaminerDifference: exam.thirdExaminerDifference,
			settleDays: exam.settleDays,
			inspectionDays: exam.inspectionDays,
			retakes: exam.retakes,
		},
	};
}
