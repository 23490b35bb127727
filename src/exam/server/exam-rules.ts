import type { Kysely } from 'kysely';
import * as z from 'zod';
import { coursePackageSchema, type Paper, type Text } from '#course/package/model.ts';
import type { MarkingRules } from '#exam/rules/marking.ts';
import type { PageLimit, PaperKind } from '#exam/rules/hand-in.ts';
import type { DB } from '#platform/server/schema.ts';
import { notFound } from '#platform/refusal.ts';

const content = z.object({
	exam: coursePackageSchema.shape.exam,
	rubricLevels: coursePackageSchema.shape.rubricLevels,
});
type Content = z.infer<typeof content>;

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

// Versions are immutable, so that what was read once stays right.
const known = new Map<string, CourseExam>();

/** The exam's rules of a stored course version. */
export async function courseExamOf(db: Kysely<DB>, courseVersionId: string): Promise<CourseExam> {
	const found = known.get(courseVersionId);
	if (found) return found;
	const row = await db
		.selectFrom('courseVersion')
		.select('content')
		.where('id', '=', courseVersionId)
		.executeTakeFirst();
	if (!row) throw notFound();
	const course = courseExam(content.parse(row.content));
	known.set(courseVersionId, course);
	return course;
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

function courseExam({ exam, rubricLevels }: Content): CourseExam {
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
