import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { settleAll } from '#settle.ts';
import type { Viewer } from '#platform/viewer.ts';
import { at, client, clock, forwardTo, list, text, tokenFor, type Client } from '../api-client.ts';
import { person } from '../cast.ts';
import { tokenMailedTo } from '../seats.ts';
import { certificateOf, handInPaper, mark, papersIn, write } from './exam-acts.ts';

/*
 * The whole job through /api/v1 alone: from opening a cohort to certificates that a stranger can check.
 * The days are counted from Monday, 7 September 2026, in Berlin; meeting n is on the n-th Monday after, 17:00.
 */
type Staff = 'ada' | 'olga' | 'clara' | 'carl' | 'edda' | 'emil' | 'esra';
const staff = {} as Record<Staff, Client>;
const people = {} as Record<Staff, Viewer>;
const anyone = client(null);
const learners: { name: string; userId: string; api: Client }[] = [];
let organisationId: string;
let cohortId: string;
let communityId: string;
const applications: string[] = [];
/** The secret of each applicant's own link. */
const proofs = new Map<string, string>();
const hours = (n: number) => n * 3_600_000;
let meetings: { id: string; number: number; startsAt: Date; endsAt: Date }[] = [];
const meeting = (number: number) => {
	const found = meetings.find((one) => one.number === number);
	if (!found) throw new Error(`no meeting ${number}`);
	return found;
};
async function readMeetings(): Promise<void> {
	const answer = await staff.clara.get(`/communities/${communityId}/meetings`);
	meetings = list(answer, 'meetings').map((row) => ({
		id: text(row, 'id'),
		number: Number(row['number']),
		startsAt: new Date(text(row, 'startsAt')),
		endsAt: new Date(text(row, 'endsAt')),
	}));
}
const names = Array.from({ length: 26 }, (_, index) => `Lerner${String(index + 1).padStart(2, '0')}`);
const mailOf = (name: string) => `${name.toLowerCase()}@example.org`;

beforeAll(async () => {
	for (const name of ['ada', 'olga', 'clara', 'carl', 'edda', 'emil', 'esra'] as const) {
		people[name] = await person(name, { administrator: name === 'ada' });
		staff[name] = client(await tokenFor(people[name].userId));
	}
});

test('an organiser opens a cohort; it is published once the legal texts and the price stand', async () => {
	organisationId = text(
		await staff.ada.post('/organisations', { name: 'Akademie', slug: 'akademie' }),
		'organisationId',
	);
	await staff.ada.post(`/organisations/${organisationId}/roles`, { email: people.olga.email, role: 'organiser' });
	const version = await staff.olga.post(`/organisations/${organisationId}/course-versions`, {
		course: 'community-manager',
	});
	const opened = await staff.olga.post(`/organisations/${organisationId}/cohorts`, {
		courseVersionId: text(version, 'courseVersionId'),
		name: 'Kohorte 1',
		slug: 'kohorte-1',
		startDate: '2026-09-07',
		meetingTime: '17:00',
		priceText: '1.890 Euro, umsatzsteuerfrei',
	});
	cohortId = text(opened, 'cohortId');
	communityId = text(opened, 'communityId');
	await expect(staff.olga.post(`/cohorts/${cohortId}/publication`)).rejects.toThrow();
	await staff.olga.put(`/organisations/${organisationId}`, {
		name: 'Akademie',
		imprint: 'Akademie GmbH, Kassel',
		privacyNotice: 'Wir verarbeiten, was der Kurs braucht.',
		terms: 'Vierzehn Tage Widerruf.',
	});
	await staff.olga.post(`/cohorts/${cohortId}/publication`);
	for (const [name, role] of [
		['clara', 'companion'],
		['carl', 'companion'],
		['edda', 'examiner'],
		['emil', 'examiner'],
		['esra', 'examiner'],
	] as const)
		await staff.olga.post(`/cohorts/${cohortId}/staff`, { email: people[name].email, role });
	expect(JSON.stringify(await anyone.get('/courses/kohorte-1'))).toContain('Kohorte 1');
});

test('twenty-six apply, twenty-four are accepted, two wait; one withdraws and one moves up', async () => {
	for (const name of names) {
		await anyone.post(`/cohorts/${cohortId}/applications`, {
			name,
			email: mailOf(name),
			motivation: 'Ich leite seit zwei Jahren eine Community und will es besser machen.',
			prerequisites: ['member'],
		});
		const token = await tokenMailedTo(mailOf(name));
		proofs.set(mailOf(name), token);
		const verified = await anyone.post('/applications/verify', { token });
		applications.push(text(verified, 'applicationId'));
	}
	await Promise.all(applications.slice(0, 26).map((id) => staff.olga.post(`/applications/${id}/accept`)));
	const states = list(await staff.olga.get(`/cohorts/${cohortId}/applications`), 'applications').map(
		(row) => row['state'],
	);
	expect(states.filter((state) => state === 'accepted')).toHaveLength(24);
	expect(states.filter((state) => state === 'waitlisted')).toHaveLength(2);
	const rows = list(await staff.olga.get(`/cohorts/${cohortId}/applications`), 'applications');
	const accepted = rows.filter((row) => row['state'] === 'accepted');
	const [leaver] = accepted;
	if (!leaver) throw new Error('nobody was accepted');
	await anyone.post(`/applications/${text(leaver, 'applicationId')}/withdraw`, {
		token: proofs.get(text(leaver, 'email')),
	});
	await settleAll(clock.now);
	const after = list(await staff.olga.get(`/cohorts/${cohortId}/applications`), 'applications');
	const offered = after.find((row) => row['state'] === 'offered');
	if (!offered) throw new Error('nobody moved up');
	await anyone.post(`/applications/${text(offered, 'applicationId')}/offer`, {
		token: await tokenMailedTo(text(offered, 'email')),
		answer: 'taken',
	});
	for (const row of list(await staff.olga.get(`/cohorts/${cohortId}/applications`), 'applications')) {
		if (row['state'] !== 'accepted') continue;
		const enrolled = await anyone.post('/enrolments', {
			token: await tokenMailedTo(text(row, 'email')),
			password: 'lang genug und geheim',
			acceptsTerms: true,
			acceptsHouseRules: true,
		});
		const userId = text(enrolled, 'userId');
		learners.push({ name: text(row, 'name'), userId, api: client(await tokenFor(userId)) });
	}
	expect(learners).toHaveLength(24);
}, 120_000);

const contribution = (n: number, of: string) =>
	`${of} in Beitrag ${n}: In unserer Werkstatt hat eine offene Frage am Montag mehr bewirkt als drei Erinnerungen am Freitag, weil niemand sich gemahnt fühlte.`;

/** Before which unit a shift of one unit is swapped for one of another. */
const swaps = new Map<number, [number, number]>([
	[1, [5, 7]],
	[3, [6, 8]],
	[6, [9, 10]],
]);

test('ten units: meetings with groups formed anew, absences, results, feedback, contributions, shifts with handover, swaps and moved meetings', async () => {
	await readMeetings();
	await moveMeeting(4, '2026-10-06', 'Raum belegt');
	for (const reader of [staff.clara, staff.carl, staff.olga])
		await reader.post(`/communities/${communityId}/house-rules/acceptance`, { version: 1 });
	const spaces = list(await staff.clara.get(`/communities/${communityId}/threads`), 'spaces');
	const space = text(spaces.find((row) => row['slug'] === 'marktplatz') ?? spaces[0], 'id');
	await learners[11]?.api.post(`/communities/${communityId}/absences`, {
		fromDate: '2026-09-21',
		toDate: '2026-09-28',
		wholeUnit: true,
		unitNumber: 3,
		reason: 'Dienstreise ohne Netz',
	});
	forwardTo(meeting(0).endsAt);
	let threadId = '';
	for (let unit = 1; unit <= 10; unit++) {
		await settleAll(clock.now);
		const swapped = swaps.get(unit);
		if (swapped) await swapShifts(...swapped);
		if (unit === 6) await moveMeeting(7, '2026-10-28', 'Die Halle ist am Montag vergeben.');
		forwardTo(new Date(clock.now.getTime() + hours(20)));
		const opener = learners[unit % learners.length];
		if (!opener) throw new Error('no opener');
		const started = await opener.api.post(`/spaces/${space}/threads`, {
			kind: 'discussion',
			title: `Woche ${unit}`,
			body: contribution(0, opener.name),
		});
		threadId = text(started, 'threadId');
		for (const learner of learners) {
			await learner.api.post(`/threads/${threadId}/posts`, { body: contribution(1, learner.name) });
			await learner.api.post(`/threads/${threadId}/posts`, { body: contribution(2, learner.name) });
		}
		await resultsOf(unit);
		await meet(unit);
	}
}, 600_000);

async function moveMeeting(number: number, date: string, reason: string): Promise<void> {
	await staff.olga.post(`/cohorts/${cohortId}/timetable/moves`, { meeting: number, date, time: '17:00', reason });
	await readMeetings();
}

async function swapShifts(from: number, to: number): Promise<void> {
	const shifts = list(await staff.clara.get(`/communities/${communityId}/shifts`), 'shifts');
	const [ours, theirs] = [from, to].map((unit) => shifts.filter((shift) => shift['unitNumber'] === unit));
	const free = (those: typeof ours, others: typeof ours) =>
		those?.find((shift) => !others?.some((other) => other['userId'] === shift['userId']));
	const [offered, wanted] = [free(ours, theirs), free(theirs, ours)];
	if (!offered || !wanted) throw new Error('nothing to swap');
	const holder = (shift: unknown) =>
		learners.find((learner) => learner.userId === text(shift, 'userId'))?.api ?? anyone;
	const swap = await holder(offered).post(`/shifts/${text(offered, 'id')}/swaps`, {
		wantedShiftId: text(wanted, 'id'),
	});
	await holder(wanted).post(`/swaps/${text(swap, 'swapId')}/answer`, { accepted: true });
}

async function resultsOf(unit: number): Promise<void> {
	const seen = new Set<string>();
	for (const learner of learners) {
		const mine = await learner.api.get(`/communities/${communityId}/group`);
		const groupId = text(mine, 'group.id');
		// whoever is away for the whole unit has no group in it
		if (!at(mine, 'group') || seen.has(groupId)) continue;
		seen.add(groupId);
		const begun = await learner.api.post(`/communities/${communityId}/units/${unit}/submission`, { kind: 'group' });
		const submissionId = text(begun, 'submissionId');
		const page = await learner.api.get(`/submissions/${submissionId}`);
		const sections = list(page, 'draft').map((section) => text(section, 'id'));
		await learner.api.post(`/submissions/${submissionId}/versions`, {
			sections: Object.fromEntries(sections.map((id) => [id, { body: `Ergebnis der Gruppe zu ${id}.`, version: 0 }])),
		});
		if (unit === 1) {
			const criteria = list(page, 'assignment.rubric').map((criterion) => text(criterion, 'id'));
			await staff.clara.post(`/submissions/${submissionId}/feedback`, {
				version: 1,
				levels: Object.fromEntries(criteria.map((id) => [id, 3])),
				words: 'Konkret und brauchbar. Offen bleibt, wer in der ersten Nacht antwortet.',
			});
		}
	}
}

/** Two dozen absences, spread so that only the last two learners miss the requirement of seven meetings. */
const absent = (index: number, unit: number): boolean =>
	(index >= 22 && unit <= 4) || (index < 20 && unit === (index % 10) + 1) || (index < 4 && unit === index + 7);

async function meet(unit: number): Promise<void> {
	const now = meeting(unit);
	forwardTo(now.startsAt);
	for (const [index, learner] of learners.entries()) {
		if (!absent(index, unit)) await learner.api.post(`/meetings/${now.id}/check-in`);
	}
	const shifts = list(await staff.clara.get(`/communities/${communityId}/shifts`), 'shifts').filter(
		(shift) => shift['unitNumber'] === unit,
	);
	for (const shift of shifts) {
		const holder = learners.find((learner) => learner.userId === text(shift, 'userId'));
		await holder?.api.put(`/shifts/${text(shift, 'id')}/handover`, {
			note: 'Zwei Fragen sind noch offen, die Neuen sind alle begrüßt worden.',
		});
	}
	const acting = learners.find((learner) => learner.userId === text(shifts[0], 'userId'));
	await acting?.api.post(`/meetings/${now.id}/timer`);
	if (unit % 2 === 0) await acting?.api.post(`/communities/${communityId}/groups`);
	forwardTo(now.endsAt);
}

test('eligibility is frozen a day after the last meeting; one exception is granted and one refused', async () => {
	await settleAll(clock.now);
	const [first, last] = [learners[22], learners[23]];
	if (!first || !last) throw new Error('too few learners');
	const asked = await last.api.post(`/communities/${communityId}/exceptions`, {
		requirement: 'meetings',
		words: 'Ich war vier Wochen im Krankenhaus und habe alles nachgeholt.',
	});
	await staff.olga.post(`/exceptions/${text(asked, 'exceptionId')}/decision`, {
		granted: true,
		reason: 'Attest liegt vor, Ergebnisse sind alle da.',
	});
	const refused = await first.api.post(`/communities/${communityId}/exceptions`, {
		requirement: 'meetings',
		words: 'Mir lag der Montag nicht, ich habe lieber gelesen.',
	});
	await staff.olga.post(`/exceptions/${text(refused, 'exceptionId')}/decision`, {
		granted: false,
		reason: 'Die Treffen gehören zum Kurs; ein Grund zu fehlen ist das nicht.',
	});
	forwardTo(new Date(meeting(10).endsAt.getTime() + hours(24)));
	await settleAll(clock.now);
	const frozen = await database
		.selectFrom('eligibility')
		.select(['eligible', 'counts', 'userId'])
		.where('cohortId', '=', cohortId)
		.execute();
	expect(frozen.filter((row) => !row.eligible).map(({ userId }) => userId)).toEqual([first.userId]);
	expect(frozen).toHaveLength(24);
});

let examId = '';

test('an exam over Christmas and a weekend: three working days, a group over two pages is refused, one hand-in comes too late, one by itself', async () => {
	await staff.olga.post(`/cohorts/${cohortId}/practice-cases`);
	forwardTo('2026-12-21T08:00:00Z');
	const scheduled = await staff.olga.post(`/cohorts/${cohortId}/exam`, { opensOn: '2026-12-23', opensAt: '10:00' });
	examId = text(scheduled, 'examId');
	// 24 December is kept free, the 25th is a holiday, and then comes a weekend
	expect(text(scheduled, 'endsAt')).toBe('2026-12-30T09:00:00.000Z');
	forwardTo('2026-12-23T09:00:00Z');
	await settleAll(clock.now);
	const [notEligible] = learners.slice(22);
	await expect(notEligible?.api.get(`/exams/${examId}`)).rejects.toMatchObject({ status: 403 });
	const sitting = learners.filter((learner) => learner !== notEligible);
	const papers = await papersIn(
		examId,
		sitting.map(({ api }) => api),
	);
	expect(papers.filter((paper) => paper.kind === 'group')).toHaveLength(6);
	expect(papers).toHaveLength(6 + 46);
	forwardTo('2026-12-28T09:00:00Z');
	for (const paper of papers)
		await write(paper, 'Die Stillen lesen, und das ist ein Anfang. Wir fragen einzeln und offen.');
	const [tooLong, ...others] = papers.filter((paper) => paper.kind === 'group');
	if (!tooLong) throw new Error('no group paper');
	await write(tooLong, 'Wir führen das aus, Schritt für Schritt und mit Beispielen. '.repeat(140), 1);
	await expect(handInPaper(tooLong)).rejects.toMatchObject({ code: 'paper_too_long' });
	await write(tooLong, 'Kürzer gesagt: einzeln fragen.', 2);
	const individual = papers.filter((paper) => paper.kind !== 'group');
	const [byItself, tooLate, ...rest] = individual;
	for (const paper of [tooLong, ...others, ...rest]) await handInPaper(paper);
	if (!byItself || !tooLate) throw new Error('too few papers');
	await tooLate.author.put(`/papers/${tooLate.id}/automatic-hand-in`, { declined: true });
	forwardTo('2026-12-30T09:00:01Z');
	await expect(handInPaper(tooLate)).rejects.toMatchObject({ code: 'paper_too_late' });
	await settleAll(clock.now);
	const standing = await database
		.selectFrom('paperHandIn')
		.select(['paperId', 'automatic'])
		.where('withdrawnAt', 'is', null)
		.execute();
	expect(standing.find((row) => row.paperId === byItself.id)?.automatic).toBe(true);
	expect(standing.find((row) => row.paperId === tooLate.id)).toBeUndefined();
}, 300_000);

test('two mark blind, a disagreement goes to a third, all results come out together; one fails', async () => {
	await staff.olga.post(`/exams/${examId}/examiners`);
	const failing = await papersOf(learners[5]);
	const [split] = await papersOf(learners[9]);
	const usual = (paperId: string) => (failing.includes(paperId) ? 0 : 3);
	const desks = ['edda', 'emil', 'esra'] as const;
	const splitBy = new Map<string, number>();
	for (const name of desks)
		await mark(staff[name], (paperId) => {
			if (paperId !== split) return usual(paperId);
			const first = splitBy.size === 0;
			splitBy.set(name, first ? 3 : 1);
			return first ? 3 : 1;
		});
	await expect(
		staff.olga.post(`/exams/${examId}/release`, { words: 'Danke für gründliche Arbeiten.' }),
	).rejects.toMatchObject({ status: 409 });
	forwardTo(new Date(clock.now.getTime() + 6 * hours(24)));
	await settleAll(clock.now);
	for (const name of desks) await mark(staff[name], () => 2);
	await staff.olga.post(`/exams/${examId}/release`, { words: 'Danke für gründliche Arbeiten.' });
	const results = await database
		.selectFrom('examResult')
		.select(['userId', 'passed'])
		.where('examId', '=', examId)
		.execute();
	expect(results.filter((row) => !row.passed).map((row) => row.userId)).toContain(learners[5]?.userId);
}, 300_000);

async function papersOf(learner: { api: Client } | undefined): Promise<string[]> {
	const page = await learner?.api.get(`/exams/${examId}`);
	return list(page, 'papers')
		.filter((paper) => paper['kind'] !== 'group')
		.map((paper) => text(paper, 'id'));
}

test('the retake has a new case and is passed; certificates verify, and one says that it was revoked', async () => {
	forwardTo('2027-01-12T09:00:00Z');
	const retake = await staff.olga.post(`/cohorts/${cohortId}/exam/retake`, { opensOn: '2027-01-13', opensAt: '10:00' });
	const retakeId = text(retake, 'examId');
	forwardTo('2027-01-13T10:00:00Z');
	await settleAll(clock.now);
	for (const { api } of learners) {
		const mine = await papersIn(retakeId, [api]).catch(() => []);
		for (const paper of mine.filter(({ kind }) => kind !== 'group')) {
			await write(paper, 'Diesmal mit Zahlen: 96 von 140 lesen, neun schreiben, und drei verbinden die Werke.');
			await handInPaper(paper);
		}
	}
	forwardTo('2027-01-18T10:00:00Z');
	await settleAll(clock.now);
	await staff.olga.post(`/exams/${retakeId}/examiners`);
	for (const name of ['edda', 'emil', 'esra'] as const) await mark(staff[name], () => 3);
	await staff.olga.post(`/exams/${retakeId}/release`, { words: 'Herzlichen Glückwunsch zur bestandenen Prüfung.' });
	const failed = learners[5];
	if (!failed) throw new Error('nobody failed');
	const mine = await certificateOf(failed.api, anyone);
	expect(at(mine.check, 'state')).toBe('valid');
	const pdf = await failed.api.get(`/certificates/${mine.id}/pdf`);
	expect(pdf).toMatchObject({ type: 'application/pdf' });
	const other = learners[2]?.api ?? anyone;
	const { id } = await certificateOf(other, anyone);
	await staff.olga.post(`/certificates/${id}/revocation`, {
		reason: 'obtained_by_deception',
		internal: 'Fremde Arbeit, nach Anhörung festgestellt.',
	});
	const { check: revoked } = await certificateOf(other, anyone);
	expect(at(revoked, 'state')).toBe('revoked');
	expect(JSON.stringify(revoked)).not.toContain('Fremde Arbeit');
}, 300_000);
