import { z } from 'zod';
import {
	caseSampleSchema,
	figureSchema,
	glossaryEntrySchema,
	handbookPageSchema,
	libraryTemplateSchema,
	titledTextSchema,
	workSchema,
} from '#course/package/library-model.ts';
import { leastPeople } from '#platform/suppression.ts';
import { isWallTime } from '#platform/time.ts';
import { questionSchema } from '#course/package/question-model.ts';
import { count, idSchema, languages, textSchema, words, type Language, type Text } from '#course/package/text.ts';

/**
 * What a course package says, once read and checked. The schemas serve twice: parts of them check `course.yaml`, and
 * the whole reads a stored version back from the database. Every value survives JSON unchanged. What has a default is
 * missing in versions that were stored before there was such a thing.
 */

export { idSchema, languages, textSchema };
export type { Language, Text };

const percent = z.number().min(0).max(100);

const entry = { id: idSchema, text: textSchema };
const titled = { id: idSchema, title: textSchema };
const namedTextSchema = z.strictObject(entry);
export type NamedText = z.infer<typeof namedTextSchema>;

/** The levels of a criterion, from the lowest to the highest. */
const levelsSchema = z.tuple([textSchema, textSchema, textSchema, textSchema]);
export type Levels = z.infer<typeof levelsSchema>;

const criterionSchema = z.strictObject({ ...titled, levels: levelsSchema });
export type Criterion = z.infer<typeof criterionSchema>;

const sectionSchema = z.strictObject({ ...titled, guidance: textSchema });
export type Section = z.infer<typeof sectionSchema>;

export const assignmentKinds = ['group', 'person'] as const;
const assignmentSchema = z.strictObject({
	...titled,
	kind: z.enum(assignmentKinds),
	/** Hours of work for each person. */
	hours: z.number(),
	summary: textSchema,
	body: textSchema,
	rubric: z.array(criterionSchema),
	/** Where the result is written; for the group's assignment these are the sections of the unit's template. */
	sections: z.array(sectionSchema),
});
export type Assignment = z.infer<typeof assignmentSchema>;

const topicSchema = z.strictObject({
	...titled,
	/** Minutes of reading and thinking. */
	minutes: count,
	body: textSchema,
	/** Works in plain words, of versions from before there was a bibliography. */
	sources: z.array(textSchema),
	/** Keys of the bibliography in the order in which the German body first cites them. */
	references: z.array(z.string()).default([]),
	/** The self-check. */
	questions: z.array(questionSchema).default([]),
});
export type Topic = z.infer<typeof topicSchema>;

const templateSchema = z.strictObject({ title: textSchema, body: textSchema, sections: z.array(sectionSchema) });
export type Template = z.infer<typeof templateSchema>;

const checklistSchema = z.strictObject({ title: textSchema, body: textSchema, items: z.array(namedTextSchema) });
export type Checklist = z.infer<typeof checklistSchema>;

/** What an agenda item means to the programme; `results` carries the queue of results, `groups` forms groups. */
export const agendaItemKinds = [
	'opening',
	'news',
	'results',
	'discussion',
	'tasks',
	'groups',
	'work',
	'break',
	'closing',
] as const;
const agendaItemSchema = z.strictObject({
	...titled,
	kind: z.enum(agendaItemKinds),
	/** The part of the meeting, an id from the delivery format. */
	part: idSchema,
	minutes: count,
	note: textSchema,
});
export type AgendaItem = z.infer<typeof agendaItemSchema>;
export type AgendaItemKind = AgendaItem['kind'];

const agendaSchema = z.strictObject({ title: textSchema, body: textSchema, items: z.array(agendaItemSchema) });
export type Agenda = z.infer<typeof agendaSchema>;

const shiftTaskSchema = z.strictObject({ ...titled, why: textSchema });
export type ShiftTask = z.infer<typeof shiftTaskSchema>;

const managerGuideSchema = z.strictObject({ title: textSchema, body: textSchema, tasks: z.array(shiftTaskSchema) });
export type ManagerGuide = z.infer<typeof managerGuideSchema>;

const companionGuideSchema = z.strictObject({
	title: textSchema,
	body: textSchema,
	lookFor: z.array(textSchema),
	questions: z.array(z.strictObject({ id: idSchema, question: textSchema, answer: textSchema })),
	/** Openings of a feedback, to be carried on by the companion. */
	starters: z.array(textSchema),
	stepIn: z.array(textSchema),
});
export type CompanionGuide = z.infer<typeof companionGuideSchema>;

/** Phases of a community's lifecycle that a unit can stand for. */
export const unitPhases = ['planning', 'launch', 'growth', 'maturity', 'closing'] as const;
export type UnitPhase = (typeof unitPhases)[number];

export const unitSchema = z.strictObject({
	...titled,
	/** Position in the course, from 1. */
	number: count,
	summary: textSchema,
	body: textSchema,
	goals: z.array(namedTextSchema),
	phase: z.enum(unitPhases),
	hours: z.number(),
	/** Ids of competences. */
	competences: z.array(idSchema),
	instrument: z.strictObject(titled),
	topics: z.tuple([topicSchema, topicSchema, topicSchema]),
	assignment: assignmentSchema,
	individual: assignmentSchema,
	template: templateSchema,
	checklist: checklistSchema,
	agenda: agendaSchema,
	managerGuide: managerGuideSchema,
	companionGuide: companionGuideSchema,
	figures: z.array(figureSchema).default([]),
	furtherReading: titledTextSchema.nullable().default(null),
});
export type Unit = z.infer<typeof unitSchema>;

const modelPointsSchema = z.array(textSchema);
const caseSchema = z.strictObject({
	...titled,
	kind: z.literal('practice'),
	summary: textSchema,
	body: textSchema,
	/** For the group. */
	questions: z.array(z.strictObject({ ...entry, hint: textSchema })),
	/** The case carried on alone. */
	individual: textSchema,
	reflection: textSchema,
	/** For examiners only. */
	marking: z.strictObject({
		body: textSchema,
		questions: z.array(z.strictObject({ id: idSchema, points: modelPointsSchema })),
		individual: modelPointsSchema,
		reflection: modelPointsSchema,
	}),
	/** Papers of a whole exam with annotations, for examiners only. */
	samples: z.array(caseSampleSchema).default([]),
});
export type PracticeCase = z.infer<typeof caseSchema>;

const closingSchema = z.strictObject({
	title: textSchema,
	body: textSchema,
	steps: z.array(z.strictObject({ ...titled, text: textSchema })),
});
export type Closing = z.infer<typeof closingSchema>;

const houseRulesSchema = z.strictObject({ title: textSchema, summary: textSchema, body: textSchema });
export type InitialHouseRules = z.infer<typeof houseRulesSchema>;

/** Hours of the whole course, for one person. */
export const hoursSchema = z.strictObject({
	kickOff: z.number().min(0),
	meetings: z.number().min(0),
	units: z.number().min(0),
	exam: z.number().min(0),
	total: z.number().min(0),
});
export type CourseHours = z.infer<typeof hoursSchema>;

export const participantsSchema = z.strictObject({
	recommended: count,
	maximum: count,
	/** How long an invitation holds. */
	invitationDays: count,
	/** How long a freed seat is kept for the next on the waitlist. */
	seatOfferHours: count,
});
export type Participants = z.infer<typeof participantsSchema>;

export const groupsSchema = z.strictObject({ size: count, minimum: count });
export const shiftsSchema = z.strictObject({ minimum: count, maximum: count });

/** What must be met before the exam. */
export const requirementsSchema = z.strictObject({
	artefacts: z.strictObject({ needed: count, of: count }),
	/** `minutes` of a meeting that count as having attended it. */
	meetings: z.strictObject({ needed: count, of: count, minutes: count }),
	/** `words` that a post needs to count as a contribution. */
	contributions: z.strictObject({ needed: count, words: count }),
	/** How many of the contributions must be replies. */
	replies: z.strictObject({ needed: count }),
	/** `share` of a shift that must have been held, 0 to 1. */
	shifts: z.strictObject({ needed: count, share: z.number().min(0).max(1) }),
	houseRules: z.boolean(),
	/** Hours after the last meeting at which eligibility is frozen. */
	freezeHours: count,
});
export type Requirements = z.infer<typeof requirementsSchema>;

/** `hours` says to which of the course's hours a part belongs: those of meetings (or the kick-off), of units, or none. */
const meetingPartSchema = z.strictObject({
	...titled,
	minutes: count,
	hours: z.enum(['meeting', 'unit', 'none']).default('meeting'),
});
export type MeetingPart = z.infer<typeof meetingPartSchema>;

const wallTime = z.string().refine(isWallTime, 'is not a time such as 09:00');

/** A day on site in a course that meets online otherwise. */
const seminarDaySchema = z.strictObject({
	/** The meeting held on that day; 0 is the kick-off. */
	meeting: z.number().int().min(0),
	/** The kick-off begins when the cohort says. */
	time: wallTime,
	/** All parts of the meeting; empty: those of the others. */
	parts: z.array(meetingPartSchema).default([]),
	/** Work on the next unit in the groups that the meeting forms, `pause` minutes later. */
	work: z
		.strictObject({ ...titled, minutes: count, pause: z.number().int().min(0) })
		.nullable()
		.default(null),
});

const atLeast = z.number().int().min(0);

/** How a run of the course is held. What has a default is as in the weekly format online. */
export const deliveryFormatSchema = z.strictObject({
	...titled,
	/** One sentence for those who choose. */
	summary: textSchema.nullable().default(null),
	/** Describes the course on its public page instead of its own description, where that would not be true. */
	description: textSchema.nullable().default(null),
	/** What a cohort's community is for, where the summary of the course would not be true of it. */
	purpose: textSchema.nullable().default(null),
	kickOffParts: z.array(meetingPartSchema).min(1),
	/** Of each meeting that concludes a unit; none where everybody goes at their own pace. */
	meetingParts: z.array(meetingPartSchema),
	/** Days from the end of one meeting to that of the next. */
	unitDays: count,
	/** Whether everybody meets on site, always. */
	onSite: z.boolean().default(false),
	seminarDays: z.array(seminarDaySchema).default([]),
	/** Times that are proposed when a cohort is opened. */
	times: z.strictObject({ kickOff: wallTime, meeting: wallTime }).default({ kickOff: '13:00', meeting: '17:00' }),
	/**
	 * At one's own pace: all units are open from the kick-off on for so many weeks, results are those of persons, there
	 * are neither groups nor shifts until the exam, and the day of the exam is fixed when the cohort is opened.
	 */
	ownPaceWeeks: count.nullable().default(null),
	/** How many of a requirement are needed, where not as many as otherwise; 0: it is not asked for. */
	needed: z
		.strictObject({
			artefacts: atLeast,
			meetings: atLeast,
			contributions: atLeast,
			replies: atLeast,
			shifts: atLeast,
		})
		.partial()
		.default({}),
	/** Hours for one person, where not those of the course. */
	hours: hoursSchema.nullable().default(null),
});
export type DeliveryFormat = z.infer<typeof deliveryFormatSchema>;

export const paperIds = ['group', 'case', 'reflection'] as const;
export type PaperId = (typeof paperIds)[number];

/** A paper of the exam without its criteria. `weight` is a percentage of the overall result. */
export const paperShape = {
	id: z.enum(paperIds),
	kind: z.enum(['group', 'individual']),
	weight: percent,
	title: textSchema,
};
const paperSchema = z.strictObject({ ...paperShape, criteria: z.array(criterionSchema) });
export type Paper = z.infer<typeof paperSchema>;

const pageLimitSchema = z.strictObject({ limit: count, enforced: z.boolean() });

/** The exam's rules without its papers. */
export const examShape = {
	/** Working days from the opening, whose own day is not counted, to the deadline. */
	workingDays: count,
	/** With fewer eligible people there is no exam of the cohort's own. */
	minimumPeople: count,
	hours: z.strictObject({ group: z.number(), individual: z.number() }),
	/** A4 pages; `individual` is for the two individual papers together. */
	pages: z.strictObject({ group: pageLimitSchema, individual: pageLimitSchema }),
	/** Points of 100 for each level of a criterion, lowest first. */
	levelPoints: z.tuple([percent, percent, percent, percent]),
	/** Percentages that must be reached. */
	pass: z.strictObject({ overall: percent, individual: percent }),
	/** Points of 100 between two examiners above which a third decides. */
	thirdExaminerDifference: percent,
	/** Days in which two examiners may settle a difference. */
	settleDays: count,
	/** Days after release for inspection and one objection. */
	inspectionDays: count,
	retakes: z.number().int().min(0),
};
const examSchema = z.strictObject({ ...examShape, papers: z.array(paperSchema) });
export type ExamRules = z.infer<typeof examSchema>;

export const evaluationQuestionSchema = z.strictObject({
	...entry,
	kind: z.enum(['scale', 'text']),
	/** Asked only where meetings turn groups and shifts. */
	withMeetings: z.boolean().optional(),
});
export type EvaluationQuestion = z.infer<typeof evaluationQuestionSchema>;

/** The evaluation without the labels of its scale. */
export const evaluationShape = {
	/** Answers from which on staff see a result. */
	minimumAnswers: z.number().int().min(leastPeople),
	laterAfterMonths: count,
	unit: z.array(evaluationQuestionSchema).min(1),
	final: z.array(evaluationQuestionSchema).min(1),
	later: z.array(evaluationQuestionSchema).min(1),
};
const evaluationSchema = z.strictObject({ ...evaluationShape, scale: z.array(textSchema) });
export type Evaluation = z.infer<typeof evaluationSchema>;

/** What `course.yaml` says as it stands there; the rest of the course refers to it. */
export const courseShape = {
	id: idSchema,
	/** A label for people; what counts is the content hash. */
	version: words,
	title: textSchema,
	summary: textSchema,
	description: textSchema,
	audience: z.array(namedTextSchema).min(1),
	prerequisites: z.array(namedTextSchema).min(1),
	competences: z.array(namedTextSchema).min(1),
	hours: hoursSchema,
	participants: participantsSchema,
	groups: groupsSchema,
	shifts: shiftsSchema,
	requirements: requirementsSchema,
	deliveryFormats: z.array(deliveryFormatSchema).min(1),
};

export const coursePackageSchema = z.strictObject({
	...courseShape,
	/** SHA-256 in hex of all files of the package. */
	hash: z.string(),
	/** Names of the four levels of every rubric. */
	rubricLevels: levelsSchema,
	exam: examSchema,
	evaluation: evaluationSchema,
	units: z.array(unitSchema),
	cases: z.array(caseSchema),
	kickOff: agendaSchema,
	closing: closingSchema,
	houseRules: houseRulesSchema,
	bibliography: z.record(z.string(), workSchema).default({}),
	glossary: z.array(glossaryEntrySchema).default([]),
	templates: z.array(libraryTemplateSchema).default([]),
	/** For those who run the course, in order. */
	handbook: z.array(handbookPageSchema).default([]),
	/** Texts that go with the first and the last meeting. */
	kickOffMaterials: titledTextSchema.nullable().default(null),
	closingMaterials: titledTextSchema.nullable().default(null),
	closingMeeting: titledTextSchema.nullable().default(null),
});
export type CoursePackage = z.infer<typeof coursePackageSchema>;
