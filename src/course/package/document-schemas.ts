import { z } from 'zod';
import { templateKinds, verdicts, workSchema } from '#course/package/library-model.ts';
import { agendaItemKinds, type AgendaItemKind, type MeetingPart } from '#course/package/model.ts';
import { idSchema, words } from '#course/package/text.ts';

/** What the front matter of each Markdown file holds, in one language. `docs/guides/course-package.md` says the same. */

const hours = z.number().min(0.25).max(20);
const minutes = z.number().int().min(1).max(600);

/** A list whose entries carry ids that differ. */
export function named<Entry extends z.ZodType<{ id: string }>>(entry: Entry, minimum: number, maximum: number) {
	return z
		.array(entry)
		.min(minimum)
		.max(maximum)
		.superRefine((entries, context) => {
			const seen = new Set<string>();
			entries.forEach(({ id }, index) => {
				if (seen.has(id)) context.addIssue({ code: 'custom', path: [index, 'id'], message: `“${id}” is used twice` });
				seen.add(id);
			});
		});
}

const plain = (minimum: number, maximum: number) => z.array(words).min(minimum).max(maximum);

const sections = (minimum: number, maximum: number) =>
	named(z.strictObject({ id: idSchema, title: words, guidance: words }), minimum, maximum);

const criterion = z.strictObject({ id: idSchema, title: words, levels: z.tuple([words, words, words, words]) });
const assignmentShape = { id: idSchema, title: words, hours, summary: words, rubric: named(criterion, 4, 6) };

/** The id that `course.yaml` and the name of the file already say. */
const expected = (id: string) => z.literal(id);

export const unitDocument = (id: string) =>
	z.strictObject({
		id: expected(id),
		title: words,
		summary: words,
		goals: named(z.strictObject({ id: idSchema, text: words }), 3, 5),
	});

export const topicDocument = (id: string) =>
	z.strictObject({ id: expected(id), title: words, minutes, sources: plain(1, 30) });

/** `hoursLeft` are the hours of the unit that its topics leave. */
export const assignmentDocument = (hoursLeft: number) =>
	z.strictObject({
		...assignmentShape,
		kind: z.literal('group'),
		hours: hours.refine((value) => value <= hoursLeft, `the unit and its topics leave only ${hoursLeft} hours`),
	});

export const individualDocument = z.strictObject({
	...assignmentShape,
	kind: z.literal('person'),
	sections: sections(1, 4),
});

export const templateDocument = z.strictObject({ title: words, sections: sections(4, 6) });

export const checklistDocument = z.strictObject({
	title: words,
	items: named(z.strictObject({ id: idSchema, text: words }), 5, 12),
});

const agendaItem = z.strictObject({
	id: idSchema,
	kind: z.enum(agendaItemKinds),
	part: idSchema,
	title: words,
	minutes,
	note: words,
});

/** `once` are the kinds of items of which there is exactly one. */
export const agendaDocument = (parts: readonly MeetingPart[], once: readonly AgendaItemKind[]) =>
	z.strictObject({ title: words, items: named(agendaItem, 1, 20) }).superRefine(({ items }, context) => {
		const complain = (message: string, ...path: PropertyKey[]) =>
			context.addIssue({ code: 'custom', path: ['items', ...path], message });
		items.forEach(({ part }, index) => {
			if (!parts.some(({ id }) => id === part)) complain('is not a part of this meeting', index, 'part');
		});
		for (const part of parts) {
			const sum = items.filter((item) => item.part === part.id).reduce((total, { minutes }) => total + minutes, 0);
			if (sum !== part.minutes) complain(`the minutes of “${part.id}” add up to ${sum} instead of ${part.minutes}`);
		}
		for (const kind of once) {
			const found = items.filter((item) => item.kind === kind).length;
			if (found !== 1) complain(`there must be exactly one item of kind “${kind}”, there are ${found}`);
		}
	});

export const managerGuideDocument = z.strictObject({
	title: words,
	tasks: named(z.strictObject({ id: idSchema, title: words, why: words }), 5, 7),
});

export const companionGuideDocument = z.strictObject({
	title: words,
	lookFor: plain(3, 6),
	questions: named(z.strictObject({ id: idSchema, question: words, answer: words }), 2, 5),
	starters: plain(3, 6),
	stepIn: plain(2, 5),
});

export const closingDocument = z.strictObject({
	title: words,
	steps: named(z.strictObject({ id: idSchema, title: words, text: words }), 3, 12),
});

export const houseRulesDocument = z.strictObject({ title: words, summary: words });

export const caseDocument = (id: string) =>
	z.strictObject({
		id: expected(id),
		title: words,
		kind: z.literal('practice'),
		summary: words,
		questions: named(z.strictObject({ id: idSchema, text: words, hint: words }), 3, 5),
		individual: words,
		reflection: words,
	});

/** `questionIds` are those of the case, in its order; none are compared when the case itself could not be read. */
export const markingDocument = (id: string, questionIds: readonly string[]) =>
	z.strictObject({
		case: expected(id),
		questions: named(z.strictObject({ id: idSchema, points: plain(3, 8) }), 3, 5).refine(
			(questions) => questionIds.length === 0 || questions.map(({ id }) => id).join() === questionIds.join(),
			`must be those of the case, in its order: ${questionIds.join(', ')}`,
		),
		individual: plain(3, 8),
		reflection: plain(3, 8),
	});

export const sampleDocument = (caseId: string, verdict: (typeof verdicts)[number]) =>
	z.strictObject({ case: expected(caseId), verdict: z.literal(verdict), points: z.number().min(0).max(100) });

export const titledDocument = z.strictObject({ title: words });

/** `unitIds` are those of the course. */
export const libraryTemplateDocument = (id: string, unitIds: readonly string[]) =>
	z.strictObject({
		id: expected(id),
		title: words,
		kind: z.enum(templateKinds),
		summary: words,
		units: z.array(idSchema.refine((unit) => unitIds.includes(unit), 'there is no such unit')),
	});

export const handbookDocument = (id: string) => z.strictObject({ id: expected(id), title: words, summary: words });

/** Keys of works are a name and a year, such as `mcmillan-chavis-1986`, or what a law is called, such as `dsgvo`. */
export const bibliographyDocument = z.record(
	z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a key is lower-case words joined by hyphens'),
	workSchema,
);

/** Terms by their ids. */
export const glossaryDocument = (unitIds: readonly string[]) =>
	z.record(
		idSchema,
		z.strictObject({
			term: words,
			definition: words,
			unit: idSchema.refine((unit) => unitIds.includes(unit), 'there is no such unit').optional(),
		}),
	);
