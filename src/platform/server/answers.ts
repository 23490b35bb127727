import * as z from 'zod';
import type { AnyVerb } from '#platform/server/verb.ts';
import taken from '#platform/server/answers.json' with { type: 'json' };

/** JSON Schema; types with a name of their own stand under `#/components/schemas/`. */
export type AnswerSchema = { [keyword: string]: unknown };

const byVerb: Record<string, AnswerSchema> = taken.verbs;
export const answerTypes: Record<string, AnswerSchema> = taken.types;

/** What a verb answers, taken from the type that its `run` returns; of one that declares its `output`, undefined. */
export const takenAnswer = (verb: AnyVerb): AnswerSchema | undefined => (verb.output ? undefined : byVerb[verb.name]);

const strict = new Map<string, z.ZodType>();

/**
 * Holds what a verb answers, as it is sent, against its description, in which no field may be missing or left out.
 * For tests; production saves the time.
 */
export function assertDescribed(verb: AnyVerb, answer: unknown): void {
	if (answer instanceof Response) return;
	const schema = strict.get(verb.name) ?? strictSchemaOf(verb);
	strict.set(verb.name, schema);
	const sent: unknown = JSON.parse(JSON.stringify(answer ?? null));
	const { error } = schema.safeParse(sent);
	if (error) throw new Error(`${verb.name} answers what its description does not say: ${z.prettifyError(error)}`);
}

/** Long and mixed, as secrets in links are and ids are not. */
const secretLike = /(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}/;

/** What is kept for retries must not open anything; such verbs are declared `traceless`. */
export function assertNoSecret(verb: AnyVerb, answer: unknown): void {
	if (secretLike.test(JSON.stringify(answer ?? null)))
		throw new Error(`a secret answered by ${verb.name} would be kept`);
}

function strictSchemaOf(verb: AnyVerb): z.ZodType {
	const schema = verb.output ? declaredAnswer(verb.output) : byVerb[verb.name];
	if (!schema) throw new Error(`nothing says what ${verb.name} answers: npm run answers`);
	const whole = JSON.stringify({ ...schema, $defs: { ...answerTypes, ...Object(schema.$defs) } });
	return z.fromJSONSchema(closed(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/'))));
}

/** A declared output as JSON Schema of what is sent. */
const declaredAnswer = (output: z.ZodType): AnswerSchema => ({
	...z.toJSONSchema(output, {
		io: 'output',
		unrepresentable: 'any',
		override: ({ zodSchema, jsonSchema }) => {
			if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
		},
	}),
});

/** The same, with no fields but those it names. */
function closed(value: unknown): AnswerSchema {
	return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
		typeof inner === 'object' && inner !== null && 'properties' in inner && 'type' in inner && inner.type === 'object'
			? { additionalProperties: false, ...inner }
			: inner,
	);
}
