import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import type { Role } from '#platform/viewer.ts';
import { verbs } from '#verbs.ts';
import { now, personas, type Persona } from '../../rights/personas.ts';
import { elsewhere } from '../../demo/routes.ts';
import { areas } from '../../rights/table.ts';
import { barriersOn } from './barriers.ts';
import { contextOf, openStage, sessionOf, type Stage } from './stage.ts';

const routes: Record<string, readonly Role[]> = Object.assign({}, ...areas.map((area) => area.routes));
/** Opened by the secret in a mailed link, there for communities outside a course only (their own tests hold who may), or there only in some states (before the set-up, with the file on disk, after the release, once handed in); the course's journey and the mails' own tests open them. */
const byLink =
	/^\/applications\/|^\/me\/mailbox\/\[mailId\]\/calendar$|^\/sign-in\/demo\/|^\/setup$|^\/files\/\[fileId\]$|^\/evidence\/\[evidenceId\]$|^\/me\/data\/\[exportId\]$|^\/exams\/\[examId\]\/result$|^\/c\/\[communityId\]\/submissions\/|^\/communities\/\[communityId\]$|^\/c\/\[communityId\]\/settings$|\[meetingId\]\/edit$|^\/organisations\/\[organisationId\]\/communities\/\[communityId\]$/;
let stage: Stage;
let people: Persona[];
let objects: Record<string, string>;
let foreign: Record<string, string>;

beforeAll(async () => {
	const cast = await personas();
	people = cast.people;
	const objectsOf = async (world: typeof cast.world): Promise<Record<string, string>> => {
		const { slug } = await database
			.selectFrom('cohort')
			.select('slug')
			.where('id', '=', world.cohortId)
			.executeTakeFirstOrThrow();
		const organisation = await database
			.selectFrom('organisation')
			.select('slug')
			.where('id', '=', world.organisationId)
			.executeTakeFirstOrThrow();
		const found: Record<string, string> = {
			organisationId: world.organisationId,
			communityId: world.communityId,
			cohortId: world.cohortId,
			slug,
			organisation: organisation.slug,
			page: 'imprint',
			space: 'marktplatz',
		};
		for (const area of areas) Object.assign(found, await area.objects?.(world));
		return found;
	};
	objects = await objectsOf(cast.world);
	foreign = await objectsOf(cast.other);
	stage = await openStage(now);
}, 300_000);
afterAll(async () => {
	await stage.close();
});

/** The route's address for these objects; `null` when there is none for one of its parameters. */
function addressOf(route: string, from: Record<string, string>): string | null {
	const names = [...route.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name]) => name ?? '');
	if (names.some((name) => from[name] === undefined)) return null;
	return route.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => from[name] ?? '');
}

/** Whose the object is that the route's last parameter names. */
async function ownersOf(route: string, from: Record<string, string>): Promise<readonly string[]> {
	const param = [...route.matchAll(/\[(\w+)\]/g)].at(-1)?.[1];
	const verb = verbs.find(({ at }) => at.param !== undefined && at.param === param);
	const place = verb && param ? await verb.at.find(database, from[param] ?? '') : null;
	return place?.owners ?? [];
}

/** What asking for that address comes to: in, out, or that it takes no such questions at all. */
async function outcomeOf(address: string, cookie: string): Promise<'in' | 'out' | 'neither' | number> {
	const response = await fetch(stage.url + address, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
	await response.body?.cancel();
	const { status } = response;
	if (status === 405) return 'neither';
	if (status === 303) return response.headers.get('location')?.startsWith('/sign-in') ? 'out' : 'in';
	if (status === 200) return 'in';
	return [401, 403, 404].includes(status) ? 'out' : status;
}

async function compare(from: Record<string, string>, rolesOf: (persona: Persona, owner: boolean) => readonly Role[]) {
	const wrong: string[] = [];
	let tried = 0;
	for (const persona of people) {
		const session = persona.viewer ? await sessionOf(persona.viewer) : null;
		const cookie = session ? `${session.name}=${session.value}` : '';
		for (const [route, who] of Object.entries(routes)) {
			const address = addressOf(route, from);
			if (address === null || byLink.test(route)) continue;
			const owner = persona.viewer !== null && (await ownersOf(route, from)).includes(persona.viewer.userId);
			const roles = rolesOf(persona, owner);
			const expected = who.some((role) => roles.includes(role)) ? 'in' : 'out';
			const outcome = await outcomeOf(address, cookie);
			if (outcome === 'neither') continue;
			tried++;
			if (outcome !== expected) wrong.push(`${route}: ${persona.name} is ${outcome}, not ${expected}`);
		}
	}
	return { wrong, tried };
}

test('every page lets in whom its row names, and nobody else', async () => {
	const { wrong, tried } = await compare(objects, ({ roles }, owner) => (owner ? [...roles, 'owner'] : roles));
	expect(wrong).toEqual([]);
	expect(tried).toBeGreaterThan(200);
}, 300_000);

test('no page of another cohort opens to somebody who is something only in this one', async () => {
	const { wrong } = await compare(foreign, ({ viewer }) =>
		!viewer ? ['anyone'] : viewer.administrator ? ['anyone', 'person', 'administrator'] : ['anyone', 'person'],
	);
	expect(wrong).toEqual([]);
}, 300_000);

test('the pages to which no click in the demo leads keep nobody out, either', async () => {
	const barriers: string[] = [];
	let looked = 0;
	for (const route of elsewhere) {
		const address = addressOf(route, objects);
		// the house's own samples, among them seats whose initials axe takes for words that are not in their names
		if (address === null || byLink.test(route) || route === '/components') continue;
		const owners = await ownersOf(route, objects);
		const who = routes[route] ?? [];
		const visitor = people.find(({ viewer, roles }) =>
			who.some((role) => roles.includes(role) || (role === 'owner' && viewer && owners.includes(viewer.userId))),
		);
		if (!visitor) continue;
		const context = await contextOf(stage, visitor.viewer);
		const page = await context.newPage();
		await page.goto(address);
		barriers.push(...(await barriersOn(page)));
		looked++;
		await context.close();
	}
	expect(barriers).toEqual([]);
	expect(looked).toBeGreaterThan(8);
}, 120_000);
