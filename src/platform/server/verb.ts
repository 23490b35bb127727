import type { Kysely, Transaction } from 'kysely';
import * as z from 'zod';
import { config } from '#platform/server/config.ts';
import { database, reading } from '#platform/server/database.ts';
import { claimKey, firstAnswer, keepingAnswer, type KeyedCall } from '#platform/server/idempotency.ts';
import { inputErrors } from '#platform/server/input-errors.ts';
import { remembering, type Memory } from '#platform/server/memory.ts';
import { limit } from '#platform/server/rate-limit.ts';
import type { DB } from '#platform/server/schema.ts';
import { lookingOnly, transaction, type Along } from '#platform/server/transaction.ts';
import { withFormerMembers } from '#platform/former-member.ts';
import { forbidden, InvalidInput, notFound, refuse, signInFirst } from '#platform/refusal.ts';
import type { Locale, Role, Viewer } from '#platform/viewer.ts';

/** Where a verb acts: the ids that rights depend on, and whose own the object is. */
export type Place = {
	organisationId: string | null;
	communityId: string | null;
	cohortId: string | null;
	owners: readonly string[];
};

/** Finds the place from the verb's first path parameter and says which roles the viewer has there. */
export type Ground = {
	/** Name of the path parameter; `null` where a verb needs none (the instance, oneself). */
	param: string | null;
	find: (db: Kysely<DB>, id: string) => Promise<Place | null>;
	roles: (
		db: Kysely<DB>,
		viewer: Viewer | null,
		now: Date,
		place: Place,
		memory?: Memory,
	) => Promise<ReadonlySet<Role>>;
	/** Carries out what has fallen due at this place before the verb looks at it, in transactions of its own. */
	settle?: (place: Place, now: Date) => Promise<void>;
};

export type Caller = {
	viewer: Viewer | null;
	now: Date;
	locale: Locale;
	/** Idempotency key: the same person, verb and key get the first answer again. */
	key?: string | undefined;
	/** What this request has found out already; for reads and what goes along with them. */
	memory?: Memory | undefined;
	/** Goes along with a page, which does not say that it was done. */
	beside?: true;
	/** Network address of whoever asks; unknown to jobs. */
	address?: string | undefined;
};

export type Scene = {
	trx: Transaction<DB>;
	viewer: Viewer | null;
	now: Date;
	locale: Locale;
	place: Place;
	roles: ReadonlySet<Role>;
	/** What this request has found out already; for reads only. */
	memory?: Memory | undefined;
	/** Nobody is told that it was done; see `unawaited`. */
	beside: boolean;
	/** For statements on whose answer nothing depends but the commit. */
	along: Along;
};

export type Verb<Shape extends z.ZodRawShape = z.ZodRawShape, Answer = unknown, Ahead = unknown> = {
	name: string;
	method: 'get' | 'post' | 'put' | 'patch' | 'delete';
	/** Below /api/v1, parameters in braces; the first one is the ground's. */
	path: `/${string}`;
	summary: string;
	/** Scope that a personal access token needs, such as `course:write`. */
	scope: string;
	/** The verb's row in the rights table: any one of these roles suffices. */
	who: readonly Role[];
	at: Ground;
	input: z.ZodObject<Shape>;
	output?: z.ZodType;
	/** HTTP status of success; 200 unless told otherwise. */
	status?: 200 | 201 | 202;
	/** Of a list in pages: the field of the input that takes the answer’s `next` for the page after. */
	paged?: keyof Shape & string;
	/** How often one address may ask, for what anyone may ask and nobody should try out in rows; real time. */
	rate?: { most: number; seconds: number };
	/** Leaves no trace of who called or of a secret answered: no key of a retry is kept, so calling it twice must do no harm. */
	traceless?: true;
	/**
	 * Goes along with a read and changes only what is one’s own: it writes by one statement, so that no transaction is begun
	 * for it, and takes the rights that this request has found already.
	 */
	incidental?: true;
	/**
	 * Asks what `run` needs first together with the right, to spare a way to the database; without the right nobody sees what
	 * came of it. May read, lock and draw numbers, and writes nothing.
	 */
	ahead?(scene: Omit<Scene, 'roles'>, input: z.output<z.ZodObject<Shape>>): Promise<Ahead>;
	run(scene: Scene, input: z.output<z.ZodObject<Shape>>, ahead: Ahead): Promise<Answer>;
};

/** A verb whatever its input and answer, as lists of verbs hold them. */
export type AnyVerb = Verb<z.ZodRawShape, unknown>;

/** Declares a verb once; API route, description and rights row follow from it. */
export function verb<Shape extends z.ZodRawShape, Answer, Ahead = undefined>(
	declaration: Verb<Shape, Answer, Ahead>,
): Verb<Shape, Answer> {
	return declaration;
}

/** Signed in, or refused. For verbs whose `who` does not hold `anyone`. */
export function signedIn(scene: { viewer: Viewer | null }): Viewer {
	if (!scene.viewer) throw signInFirst();
	return scene.viewer;
}

const uuid = z.uuid();

const reads = ({ method, incidental }: Pick<AnyVerb, 'method' | 'incidental'>): boolean =>
	method === 'get' || incidental === true;

const places = new WeakMap<Ground, ReturnType<typeof remembering<Place | null>>>();

function placeOf(at: Ground, db: Kysely<DB>, id: string, memory: Memory | undefined): Promise<Place | null> {
	const remember = places.get(at) ?? remembering<Place | null>();
	places.set(at, remember);
	return remember(memory, id, () => at.find(db, id));
}

const settled = new WeakMap<NonNullable<Ground['settle']>, ReturnType<typeof remembering<void>>>();

/** Once in a request is enough for what only reads. */
async function settleOnce({ settle }: Ground, place: Place, now: Date, memory: Memory | undefined): Promise<void> {
	if (!settle) return;
	const remember = settled.get(settle) ?? remembering<void>();
	settled.set(settle, remember);
	const { organisationId, communityId, cohortId } = place;
	await remember(memory, [organisationId, communityId, cohortId].join(), () => settle(place, now));
}

type Standing = { place: Place; roles: ReadonlySet<Role> };
type Asking = Pick<Caller, 'viewer' | 'now' | 'memory'>;

/**
 * Finds the place, asks for the right, and nothing else.
 * Whoever may not even see a place is told that it does not exist.
 */
export async function authorise<S extends z.ZodRawShape, A>(
	verb: Verb<S, A>,
	caller: Asking,
	id: unknown,
): Promise<Standing> {
	const db = reads(verb) ? reading : database;
	const place = await placeFor(verb, caller, id, db);
	return { place, roles: await rightsAt(verb, caller, place, db) };
}

async function placeFor<S extends z.ZodRawShape, A>(
	verb: Verb<S, A>,
	caller: Asking,
	id: unknown,
	db: Kysely<DB>,
): Promise<Place> {
	const { at } = verb;
	const wellFormed = at.param === null || uuid.safeParse(id).success;
	const memory = reads(verb) ? caller.memory : undefined;
	const place = wellFormed ? await placeOf(at, db, String(id ?? ''), memory) : null;
	if (place) return place;
	if (!caller.viewer && !verb.who.includes('anyone')) throw signInFirst();
	throw notFound();
}

async function rightsAt<S extends z.ZodRawShape, A>(
	verb: Verb<S, A>,
	caller: Asking,
	place: Place,
	db: Kysely<DB>,
): Promise<ReadonlySet<Role>> {
	const memory = reads(verb) ? caller.memory : undefined;
	const roles = await verb.at.roles(db, caller.viewer, caller.now, place, memory);
	if (!verb.who.some((role) => roles.has(role))) {
		if (!caller.viewer) throw signInFirst();
		throw [...roles].some((role) => role !== 'anyone' && role !== 'person') ? forbidden() : notFound();
	}
	const scopes = caller.viewer?.scopes;
	if (scopes && !scopes.includes(verb.scope)) refuse('scope_missing', { status: 403, values: { scope: verb.scope } });
	return roles;
}

/** The key that a call comes with, where such a call is to be carried out once. */
function keyedCall(verb: AnyVerb, { key, viewer }: Caller, input: object): KeyedCall | null {
	if (!key || !viewer || verb.method === 'get' || verb.traceless) return null;
	return { userId: viewer.userId, verb: verb.name, key, input };
}

function settledAs<T>(settled: PromiseSettledResult<T>): T {
	if (settled.status === 'rejected') throw settled.reason;
	return settled.value;
}

/** Loaded where it is wanted only. */
async function assertDescribed(verb: AnyVerb, answer: unknown, kept: boolean): Promise<void> {
	const answers = await import('#platform/server/answers.ts');
	answers.assertDescribed(verb, answer);
	if (kept) answers.assertNoSecret(verb, answer);
}

/** The one way into the domain, for pages, the API and jobs alike: place, right, input, one transaction. */
export async function call<S extends z.ZodRawShape, A>(verb: Verb<S, A>, caller: Caller, raw: object): Promise<A> {
	const fields: Record<string, unknown> = { ...raw };
	if (verb.rate && caller.address) await limit(`${verb.name}:${caller.address}`, verb.rate.most, verb.rate.seconds);
	const id = verb.at.param ? fields[verb.at.param] : null;
	const input = verb.input.safeParse(fields);
	const once = input.success ? keyedCall(verb, caller, input.data) : null;
	// where nothing is done in between, the right is asked for together with the key and with what the verb needs first;
	// whoever is not signed in mostly has none, which takes no asking
	const standing =
		(once || (verb.ahead && caller.viewer)) && !verb.at.settle ? null : await authorise(verb, caller, id);
	if (!input.success) throw new InvalidInput(inputErrors(input.error, caller.locale));
	const memory = reads(verb) ? caller.memory : undefined;
	if (standing) await settleOnce(verb.at, standing.place, caller.now, memory);
	if (verb.method !== 'get') caller.memory?.forget();
	const act = async (trx: Transaction<DB>, along: Along): Promise<A> => {
		const { viewer, now, locale, beside = false } = caller;
		const place = standing?.place ?? (await placeFor(verb, caller, id, trx));
		const scene = { trx, viewer, now, locale, place, memory, beside, along };
		// asked at once, and heeded in this order
		const right = standing?.roles ?? rightsAt(verb, caller, place, trx);
		const claiming = once && claimKey(trx, once);
		const found = verb.ahead?.(scene, input.data);
		const [granted, key, ahead] = await Promise.allSettled([right, claiming, found]);
		const roles = settledAs(granted);
		const claimed = settledAs(key);
		if (claimed && !claimed.first) return firstAnswer(trx, claimed);
		const answer = await verb.run({ ...scene, roles }, input.data, settledAs(ahead));
		if (claimed) along(keepingAnswer(claimed, answer));
		return answer;
	};
	const answer = await (reads(verb) && !once ? lookingOnly(act) : transaction(act));
	if (config.checkAnswers) await assertDescribed(verb, answer, once !== null);
	return withFormerMembers(answer, caller.locale);
}
