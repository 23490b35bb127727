import type { CourseDocument } from '#course/package/course-schema.ts';
import type { DeliveryFormat, MeetingPart } from '#course/package/model.ts';
import type { Problem } from '#course/package/problems.ts';
import type { Path, Source } from '#course/package/source.ts';

type Complain = (path: Path, message: string) => void;

/** What no schema says about `course.yaml`: sums that must agree, and references that must lead somewhere. */
export function courseProblems(course: CourseDocument, source: Source): Problem[] {
	const problems: Problem[] = [];
	const complain: Complain = (path, message) => problems.push(source.problem(path, message));
	checkUniqueIds(course, complain);
	checkHours(course, complain);
	checkPeople(course, complain);
	checkRequirements(course, complain);
	checkExam(course, complain);
	checkReferences(course, complain);
	return problems;
}

function checkUniqueIds(course: CourseDocument, complain: Complain): void {
	const { exam, evaluation } = course;
	const lists: [Path, readonly { id: string }[]][] = [
		[['audience'], course.audience],
		[['prerequisites'], course.prerequisites],
		[['competences'], course.competences],
		[['deliveryFormats'], course.deliveryFormats],
		[['units'], course.units],
		[['exam', 'papers'], exam.papers],
		[['evaluation', 'unit'], evaluation.unit],
		[['evaluation', 'final'], evaluation.final],
		[['evaluation', 'later'], evaluation.later],
		...exam.papers.map(({ criteria }, index): [Path, readonly { id: string }[]] => [
			['exam', 'papers', index, 'criteria'],
			criteria,
		]),
	];
	for (const [path, entries] of lists) {
		const ids = entries.map(({ id }) => id);
		repeated(ids).forEach((index) => complain([...path, index, 'id'], `“${ids[index]}” is used twice`));
	}
	const topics = course.units.flatMap((unit) => unit.topics);
	for (const index of repeated(topics)) {
		complain(['units', Math.floor(index / 3), 'topics', index % 3], `“${topics[index]}” is used twice`);
	}
	repeated(course.cases).forEach((index) => complain(['cases', index], `“${course.cases[index]}” is used twice`));
}

function repeated(ids: readonly string[]): number[] {
	return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []));
}

function checkHours(course: CourseDocument, complain: Complain): void {
	const { hours, units, exam } = course;
	const total = hours.kickOff + hours.meetings + hours.units + hours.exam;
	if (total !== hours.total) complain(['hours', 'total'], `is ${hours.total}, but the four kinds add up to ${total}`);
	const ofUnits = units.reduce((sum, unit) => sum + unit.hours, 0);
	if (ofUnits !== hours.units) complain(['hours', 'units'], `is ${hours.units}, but the units add up to ${ofUnits}`);
	const ofExam = exam.hours.group + exam.hours.individual;
	if (ofExam !== hours.exam) complain(['hours', 'exam'], `is ${hours.exam}, but the papers add up to ${ofExam}`);
	course.deliveryFormats.forEach((format, index) => {
		checkFormat(format, course, (path, message) => complain(['deliveryFormats', index, ...path], message));
	});
}

/** The hours of a format add up, and nothing in it contradicts anything else. */
function checkFormat(
	format: DeliveryFormat,
	{ hours: ofCourse, units, deliveryFormats: formats }: CourseDocument,
	complain: (path: readonly PropertyKey[], message: string) => void,
): void {
	const hours = format.hours ?? ofCourse;
	const total = hours.kickOff + hours.meetings + hours.units + hours.exam;
	if (format.hours && total !== hours.total)
		complain(['hours', 'total'], `is ${hours.total}, but the four kinds add up to ${total}`);
	const kickOff = minutesOf(format.kickOffParts);
	if (kickOff !== hours.kickOff * 60) complain(['kickOffParts'], sumMessage(kickOff, hours.kickOff * 60));
	const meeting = minutesOf(format.meetingParts);
	const wanted = (hours.meetings * 60) / units.length;
	if (meeting !== wanted) complain(['meetingParts'], sumMessage(meeting, wanted));
	const standard = standardFormat(formats);
	for (const key of ['kickOffParts', 'meetingParts'] as const)
		format[key].forEach(({ id, minutes }, index) => {
			const same = standard?.[key].find((part) => part.id === id);
			if (same && same.minutes !== minutes)
				complain([key, index, 'minutes'], `must be ${same.minutes}: the agendas fill “${id}” with as many`);
		});
	if ((format.meetingParts.length === 0) !== (format.ownPaceWeeks !== null))
		complain(['meetingParts'], 'are left out exactly where everybody goes at their own pace (ownPaceWeeks)');
	if (format.ownPaceWeeks !== null && (format.needed.meetings !== 0 || format.needed.shifts !== 0))
		complain(['needed'], 'must ask for no meetings and no shifts where there are none');
	format.seminarDays.forEach((day, index) => {
		const path = ['seminarDays', index];
		if (day.meeting > (format.ownPaceWeeks === null ? units.length : 0))
			complain([...path, 'meeting'], 'there is no such meeting');
		if (day.work && !units[day.meeting]) complain([...path, 'work'], 'there is no unit after this meeting');
		if (day.parts.length === 0) return;
		const minutes = minutesOf(day.parts);
		const all = day.meeting === 0 ? hours.kickOff * 60 : wanted;
		if (minutes !== all) complain([...path, 'parts'], sumMessage(minutes, all));
	});
}

/** The format whose meetings the agendas of the package are written for: the first with meetings. */
export function standardFormat<Format extends Pick<DeliveryFormat, 'ownPaceWeeks'>>(
	formats: readonly Format[],
): Format | undefined {
	return formats.find(({ ownPaceWeeks }) => ownPaceWeeks === null) ?? formats[0];
}

/** Minutes of the parts that are meeting, without work on units and breaks. */
function minutesOf(parts: readonly MeetingPart[]): number {
	return parts.reduce((sum, part) => sum + (part.hours === 'meeting' ? part.minutes : 0), 0);
}

function sumMessage(found: number, wanted: number): string {
	return `the minutes add up to ${found}, but the hours of the course ask for ${wanted}`;
}

function checkPeople({ participants, groups, shifts }: CourseDocument, complain: Complain): void {
	if (participants.recommended > participants.maximum) complain(['participants'], 'recommends more than the maximum');
	if (groups.minimum > groups.size) complain(['groups'], 'the minimum is larger than the size');
	if (shifts.minimum > shifts.maximum) complain(['shifts'], 'the minimum is larger than the maximum');
}

function checkRequirements({ requirements, units }: CourseDocument, complain: Complain): void {
	for (const key of ['artefacts', 'meetings'] as const) {
		const { needed, of } = requirements[key];
		if (of !== units.length) complain(['requirements', key, 'of'], `is ${of}, but there are ${units.length} units`);
		if (needed > of) complain(['requirements', key, 'needed'], `is ${needed}, more than there are`);
	}
	if (requirements.replies.needed > requirements.contributions.needed) {
		complain(['requirements', 'replies', 'needed'], 'is more than the contributions needed');
	}
}

function checkExam({ exam }: CourseDocument, complain: Complain): void {
	const weights = exam.papers.reduce((sum, paper) => sum + paper.weight, 0);
	if (weights !== 100) complain(['exam', 'papers'], `the weights add up to ${weights} instead of 100`);
	exam.papers.forEach(({ id, kind }, index) => {
		const wanted = id === 'group' ? 'group' : 'individual';
		if (kind !== wanted) complain(['exam', 'papers', index, 'kind'], `must be ${wanted} for the paper “${id}”`);
	});
	const points = exam.levelPoints;
	if (points.some((value, index) => index > 0 && value <= (points[index - 1] ?? 0))) {
		complain(['exam', 'levelPoints'], 'must rise from level to level');
	}
}

function checkReferences(course: CourseDocument, complain: Complain): void {
	const competences = new Set(course.competences.map(({ id }) => id));
	course.units.forEach((unit, index) => {
		unit.competences.forEach((id, position) => {
			if (!competences.has(id)) complain(['units', index, 'competences', position], `there is no competence “${id}”`);
		});
	});
	const used = new Set(course.units.flatMap((unit) => unit.competences));
	course.competences.forEach(({ id }, index) => {
		if (!used.has(id)) complain(['competences', index], 'no unit leads to this competence');
	});
	const { de, en } = course.evaluation.scale;
	if (de.length !== en.length)
		complain(['evaluation', 'scale', 'en'], `has ${en.length} labels, but ${de.length} in German`);
}
