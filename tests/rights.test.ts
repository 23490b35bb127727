import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { authorise } from '#platform/server/verb.ts';
import { database } from '#platform/server/database.ts';
import { Refusal } from '#platform/refusal.ts';
import { verbs } from '#verbs.ts';
import { looksNotNoted, notedElsewhere, notedLooks, staff } from './rights/looks.ts';
import { areas } from './rights/table.ts';
import { scopes } from '#identity/scopes.ts';
import { now, personas, type Persona } from './rights/personas.ts';
import type { Role } from '#platform/viewer.ts';

const filesBelow = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));

const rows: Record<string, readonly Role[]> = Object.assign({}, ...areas.map((area) => area.verbs));
const routes: Record<string, readonly Role[]> = Object.assign({}, ...areas.map((area) => area.routes));

let people: Persona[];
let objects: Record<string, string>;
let foreign: Record<string, string>;
beforeAll(async () => {
	const cast = await personas();
	people = cast.people;
	const objectsOf = async (world: typeof cast.world) => {
		const found: Record<string, string> = {
			organisationId: world.organisationId,
			communityId: world.communityId,
			cohortId: world.cohortId,
		};
		for (const area of areas) Object.assign(found, await area.objects?.(world));
		return found;
	};
	objects = await objectsOf(cast.world);
	foreign = await objectsOf(cast.other);
}, 120_000);

test('every verb in the sources is offered, under a name of its own', () => {
	const names = filesBelow('src')
		.filter((file) => /\/server\/.*\.ts$/.test(file) && !file.endsWith('.test.ts'))
		.flatMap((file) =>
			[...readFileSync(file, 'utf8').matchAll(/= verb\(\{\s*name: '(\w+)'/g)].map((match) => match[1]),
		);
	expect(verbs.map((verb) => verb.name).sort()).toEqual(names.sort());
	expect(new Set(names).size).toBe(names.length);
});

test('every verb has its row in the rights table, and every row its verb', () => {
	const declared = Object.fromEntries(verbs.map((verb) => [verb.name, [...verb.who].sort()]));
	const written = Object.fromEntries(Object.entries(rows).map(([name, who]) => [name, [...who].sort()]));
	expect(declared).toEqual(written);
});

test('for every verb by which staff read, it is decided whether looking at somebody’s figures is noted', () => {
	const reads = verbs.filter(({ method, who }) => method === 'get' && who.some((role) => staff.includes(role)));
	const decided = [...Object.keys(notedLooks), ...notedElsewhere, ...Object.values(looksNotNoted).flat()];
	expect(reads.map(({ name }) => name).sort()).toEqual(decided.sort());
});

test('every page and endpoint on disk has its row in the rights table, and every row its page', () => {
	const found = filesBelow('src/routes')
		.filter((file) => /\/\+(page|server)(\.server)?\.(ts|svelte)$/.test(file))
		.map((file) => file.replace(/^src\/routes/, '').replace(/\/\+[^/]+$/, ''))
		.map((route) => route.replaceAll(/\/\([^)]+\)/g, '') || '/');
	expect([...new Set(found)].sort()).toEqual(Object.keys(routes).sort());
});

const outcome = async (verb: (typeof verbs)[number], persona: Persona, id: string | null): Promise<string> => {
	try {
		await authorise(verb, { viewer: persona.viewer, now }, id);
		return 'may';
	} catch (cause) {
		if (cause instanceof Refusal) return 'may not';
		throw cause;
	}
};

test('every verb lets in whom its row names, and nobody else', async () => {
	const wrong: string[] = [];
	for (const verb of verbs) {
		const id = verb.at.param ? objects[verb.at.param] : null;
		if (id === undefined) throw new Error(`no object for {${verb.at.param}} of ${verb.name}`);
		const place = await verb.at.find(database, id ?? '');
		for (const persona of people) {
			const roles: readonly Role[] =
				persona.viewer && place?.owners.includes(persona.viewer.userId) ? [...persona.roles, 'owner'] : persona.roles;
			const expected = (rows[verb.name] ?? []).some((role) => roles.includes(role)) ? 'may' : 'may not';
			if ((await outcome(verb, persona, id)) !== expected) wrong.push(`${verb.name}: ${persona.name} ${expected}`);
		}
	}
	expect(wrong).toEqual([]);
}, 300_000);

test('a token opens what its scopes name, and nothing else', async () => {
	const wrong: string[] = [];
	for (const verb of verbs) {
		// an answer to a self-check is not kept, so that reading suffices though it is sent
		const reads = verb.method === 'get' || verb.name === 'checkAnswers';
		if (!scopes.some((scope) => scope === verb.scope) || verb.scope.endsWith(':read') !== reads)
			wrong.push(`${verb.name}: ${verb.scope}`);
		const id = verb.at.param ? (objects[verb.at.param] ?? null) : null;
		for (const persona of people) {
			if (!persona.viewer || (await outcome(verb, persona, id)) !== 'may') continue;
			const others = scopes.filter((scope) => scope !== verb.scope);
			const withToken = (allowed: readonly string[]) =>
				outcome(verb, { ...persona, viewer: persona.viewer && { ...persona.viewer, scopes: allowed } }, id);
			if ((await withToken([verb.scope])) !== 'may') wrong.push(`${verb.name} needs more than ${verb.scope}`);
			if ((await withToken(others)) !== 'may not') wrong.push(`${verb.name} does not need ${verb.scope}`);
			break;
		}
	}
	expect(wrong).toEqual([]);
}, 300_000);

test('nobody reaches an object of another cohort by being someone in this one', async () => {
	const wrong: string[] = [];
	for (const verb of verbs) {
		if (!verb.at.param) continue;
		const id = foreign[verb.at.param];
		if (id === undefined) throw new Error(`no object for {${verb.at.param}} of ${verb.name}`);
		for (const persona of people) {
			const open: readonly Role[] = persona.viewer?.administrator
				? ['anyone', 'person', 'administrator']
				: persona.viewer
					? ['anyone', 'person']
					: ['anyone'];
			const expected = (rows[verb.name] ?? []).some((role) => open.includes(role)) ? 'may' : 'may not';
			if ((await outcome(verb, persona, id)) !== expected) wrong.push(`${verb.name}: ${persona.name} ${expected}`);
		}
	}
	expect(wrong).toEqual([]);
}, 300_000);
