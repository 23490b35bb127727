import { createCommunity } from '#community/server/communities.ts';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does, person } from './cast.ts';
import { counter } from './database.ts';

export type Company = { organisationId: string; executive: Viewer };

const companies = counter();

/** A company with the domain `werk.example` (`werk1.example` …) and somebody who answers for its communities. */
export async function company(): Promise<Company & { domain: string }> {
	const n = companies() - 1;
	const domain = `werk${n || ''}.example`;
	const { id } = await database
		.insertInto('organisation')
		.values({ name: `Werk ${n}`, slug: `werk-${n}`, kind: 'company', mailDomains: [domain] })
		.returning('id')
		.executeTakeFirstOrThrow();
	const executive = await person(`vera${n || ''}`);
	await database
		.insertInto('organisationRole')
		.values({ organisationId: id, userId: executive.userId, role: 'executive', startedAt: new Date('2026-01-01') })
		.execute();
	return { organisationId: id, executive, domain };
}

/** Somebody with a proved address at the company. */
export async function employee(key: string, domain: string): Promise<Viewer> {
	const viewer = await person(key);
	const email = `${key}@${domain}`;
	await database.updateTable('user').set({ email, emailVerified: true }).where('id', '=', viewer.userId).execute();
	return { ...viewer, email };
}

type Wanted = { kind?: 'internal' | 'external'; entry?: 'open' | 'asked' | 'invited'; manager: Viewer; at: Date };

export async function community(
	{ organisationId, executive }: Company,
	{ kind = 'internal', entry = 'open', manager, at }: Wanted,
): Promise<string> {
	const { communityId } = await does(executive, at, createCommunity, {
		organisationId,
		kind,
		entry,
		name: 'Werkbank',
		purpose: 'Damit keine Lösung zweimal gefunden werden muss.',
		managerEmail: manager.email,
	});
	return communityId;
}

/** A certificate as the end of a course leaves it, without the course. */
export async function certify(viewer: Viewer, cohortId: string, at: Date): Promise<string> {
	const { id } = await database
		.insertInto('certificate')
		.values({
			kind: 'certificate',
			number: `C-${viewer.userId}`,
			userId: viewer.userId,
			cohortId,
			holderName: viewer.name,
			courseTitle: '{}',
			providerName: 'Akademie',
			periodFrom: '2026-03-02',
			periodTo: '2026-05-11',
			hours: 80,
			issuedAt: at,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
