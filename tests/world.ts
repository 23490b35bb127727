import { createHash } from 'node:crypto';
import { database } from '#platform/server/database.ts';
import type { Viewer } from '#platform/viewer.ts';
import { person } from './cast.ts';
import { courseOutline } from './course-outline.ts';
import { counter } from './database.ts';

export type World = {
	organisationId: string;
	communityId: string;
	cohortId: string;
	courseVersionId: string;
	olga: Viewer;
	clara: Viewer;
	carl: Viewer;
	edda: Viewer;
	emil: Viewer;
	esra: Viewer;
	/** In the order of their names: Lea01, Lea02 … */
	learners: Viewer[];
	/** `spaces.marktplatz` and so on, by slug. */
	spaces: Record<string, string>;
	/** Meeting ids: 0 is the kick-off, n the weekly meeting n. */
	meetings: string[];
};

const week = 7 * 24 * 3600 * 1000;
/** Kick-off on Monday, 7 September 2026, 13:00 in Berlin; weekly meetings on the following Mondays 17:00 – 18:30 (15:00 UTC, 16:00 after 25 October). */
export const kickOff = new Date('2026-09-07T11:00:00Z');
export function meetingStart(number: number): Date {
	const summer = new Date(Date.parse('2026-09-07T15:00:00Z') + number * week);
	return summer < new Date('2026-10-25T01:00:00Z') ? summer : new Date(summer.getTime() + 3600 * 1000);
}
export const meetingEnd = (number: number): Date =>
	number === 0 ? new Date('2026-09-07T15:00:00Z') : new Date(meetingStart(number).getTime() + 90 * 60 * 1000);

const worlds = counter();

/** A cohort with staff and learners, inserted directly: the state that the course's own verbs would have left on the day before the kick-off. */
export async function cohortWorld(options: { learners?: number; content?: unknown } = {}): Promise<World> {
	const n = worlds() - 1;
	const suffix = n === 0 ? '' : String(n);
	const createdAt = new Date('2026-08-01T08:00:00Z');
	const [olga, clara, carl, edda, emil, esra] = await Promise.all(
		(['olga', 'clara', 'carl', 'edda', 'emil', 'esra'] as const).map((key) => person(key + suffix)),
	);
	if (!olga || !clara || !carl || !edda || !emil || !esra) throw new Error('the cast is not complete');
	const organisation = await database
		.insertInto('organisation')
		.values({
			name: `Akademie ${n}`,
			slug: `akademie-${n}`,
			imprint: 'Akademie GmbH, Kassel',
			privacyNotice: 'Datenschutz',
			terms: 'Bedingungen',
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const organisationId = organisation.id;
	await database
		.insertInto('organisationRole')
		.values({ organisationId, userId: olga.userId, role: 'organiser', startedAt: createdAt })
		.execute();
	const content = JSON.stringify(options.content ?? courseOutline);
	const version = await database
		.insertInto('courseVersion')
		.values({
			courseId: 'community-manager',
			label: '1',
			hash: createHash('sha256')
				.update(content + String(n))
				.digest('hex'),
			content,
			importedAt: createdAt,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const community = await database
		.insertInto('community')
		.values({ organisationId, kind: 'cohort', name: `Kohorte ${n + 1}`, createdAt })
		.returning('id')
		.executeTakeFirstOrThrow();
	const communityId = community.id;
	const cohort = await database
		.insertInto('cohort')
		.values({
			organisationId,
			communityId,
			courseVersionId: version.id,
			name: `Kohorte ${n + 1}`,
			slug: `kohorte-${n + 1}`,
			number: 1,
			startDate: '2026-09-07',
			meetingTime: '17:00',
			seed: 7,
			createdAt,
			publishedAt: createdAt,
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const cohortId = cohort.id;
	const staff = [
		[olga, 'organiser', 'observer'],
		[clara, 'companion', 'companion'],
		[carl, 'companion', 'companion'],
		[edda, 'examiner', null],
		[emil, 'examiner', null],
		[esra, 'examiner', null],
	] as const;
	for (const [viewer, role, membership] of staff) {
		await database
			.insertInto('staffAssignment')
			.values({ cohortId, userId: viewer.userId, role, startedAt: createdAt })
			.execute();
		if (membership)
			await database
				.insertInto('membership')
				.values({ communityId, userId: viewer.userId, role: membership, startedAt: createdAt })
				.execute();
	}
	const learners: Viewer[] = [];
	for (let i = 1; i <= (options.learners ?? 16); i++) {
		const learner = await person(`lea${String(i).padStart(2, '0')}${suffix && `-${suffix}`}`);
		await database.insertInto('enrolment').values({ cohortId, userId: learner.userId, startedAt: createdAt }).execute();
		await database
			.insertInto('membership')
			.values({ communityId, userId: learner.userId, role: 'member', startedAt: createdAt })
			.execute();
		learners.push(learner);
	}
	const spaces: Record<string, string> = {};
	const names = {
		marktplatz: 'Marktplatz',
		fragen: 'Fragen an alle',
		lerneinheiten: 'Lerneinheiten',
		ergebnisse: 'Ergebnisse',
		organisatorisches: 'Organisatorisches',
	};
	for (const [position, [slug, name]] of Object.entries(names).entries()) {
		const space = await database
			.insertInto('space')
			.values({ communityId, slug, name, position, createdAt })
			.returning('id')
			.executeTakeFirstOrThrow();
		spaces[slug] = space.id;
	}
	const rules = await database
		.insertInto('houseRules')
		.values({ communityId, version: 1, body: 'Wir gehen freundlich miteinander um.', publishedAt: createdAt })
		.returning('id')
		.executeTakeFirstOrThrow();
	for (const viewer of [olga, clara, carl, ...learners])
		await database
			.insertInto('houseRulesAcceptance')
			.values({ houseRulesId: rules.id, userId: viewer.userId, acceptedAt: createdAt })
			.execute();
	const meetings: string[] = [];
	for (let number = 0; number <= 10; number++) {
		const meeting = await database
			.insertInto('meeting')
			.values({
				communityId,
				kind: number === 0 ? 'kick_off' : 'weekly',
				number,
				startsAt: number === 0 ? kickOff : meetingStart(number),
				endsAt: meetingEnd(number),
				createdAt,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		meetings.push(meeting.id);
	}
	return {
		organisationId,
		communityId,
		cohortId,
		courseVersionId: version.id,
		olga,
		clara,
		carl,
		edda,
		emil,
		esra,
		learners,
		spaces,
		meetings,
	};
}
