import { beforeAll, expect, test } from 'vitest';
import { database } from '#platform/server/database.ts';
import { settleAll } from '#settle.ts';
import type { Viewer } from '#platform/viewer.ts';
import { at, client, clock, forwardTo, list, text, tokenFor, type Answer, type Client } from '../api-client.ts';
import { person } from '../cast.ts';
import { tokenMailedTo } from '../seats.ts';
import { certificateOf, handInPaper, mark, papersIn, write } from './exam-acts.ts';

/*
 * A course in each delivery format, through /api/v1 from opening a cohort to certificates. The one week by week online is
 * told in api.test.ts.
 */
const names = ['ada', 'olga', 'clara', 'edda', 'emil'] as const;
type Staff = (typeof names)[number];
const staff = {} as Record<Staff, Client>;
const people = {} as Record<Staff, Viewer>;
const anyone = client(null);
let organisationId: string;
let courseVersionId: string;

beforeAll(async () => {
	for (const name of names) {
		people[name] = await person(name, { administrator: name === 'ada' });
		staff[name] = client(await tokenFor(people[name].userId));
	}
	const organisation = await staff.ada.post('/organisations', { name: 'Akademie', slug: 'akademie' });
	organisationId = text(organisation, 'organisationId');
	await staff.ada.post(`/organisations/${organisationId}/roles`, { email: people.olga.email, role: 'organiser' });
	const version = await staff.olga.post(`/organisations/${organisationId}/course-versions`, {
		course: 'community-manager',
	});
	courseVersionId = text(version, 'courseVersionId');
	await staff.olga.put(`/organisations/${organisationId}`, {
		name: 'Akademie',
		imprint: 'Akademie GmbH, Kassel',
		privacyNotice: 'Wir verarbeiten, was der Kurs braucht.',
		terms: 'Vierzehn Tage Widerruf.',
	});
}, 60_000);

type Learner = { name: string; userId: string; api: Client };
type Cohort = { cohortId: string; communityId: string; space: string; learners: Learner[] };
type Meeting = { id: string; kind: string; number: number; place: string; startsAt: Date; endsAt: Date };

/** A published cohort of four people. */
async function cohortIn(deliveryFormat: string, startDate: string): Promise<Cohort> {
	const opened = await staff.olga.post(`/organisations/${organisationId}/cohorts`, {
		courseVersionId,
		deliveryFormat,
		startDate,
		place: 'Haus am Ufer, Kassel',
		name: `Kohorte ${deliveryFormat}`,
		slug: deliveryFormat,
		priceText: '1.890 Euro',
	});
	const [cohortId, communityId] = [text(opened, 'cohortId'), text(opened, 'communityId')];
	await staff.olga.post(`/cohorts/${cohortId}/publication`);
	for (const [name, role] of [
		['clara', 'companion'],
		['edda', 'examiner'],
		['emil', 'examiner'],
	] as const)
		await staff.olga.post(`/cohorts/${cohortId}/staff`, { email: people[name].email, role });
	const learners: Learner[] = [];
	for (const first of ['Ann', 'Ben', 'Cem', 'Dia']) {
		const [name, email] = [`${first} ${deliveryFormat}`, `${first}.${deliveryFormat}@example.org`.toLowerCase()];
		await anyone.post(`/cohorts/${cohortId}/applications`, {
			name,
			email,
			motivation: 'Ich leite seit zwei Jahren eine Community und will es besser machen.',
			prerequisites: ['member'],
		});
		const applied = await anyone.post('/applications/verify', { token: await tokenMailedTo(email) });
		await staff.olga.post(`/applications/${text(applied, 'applicationId')}/accept`);
		const enrolled = await anyone.post('/enrolments', {
			token: await tokenMailedTo(email),
			password: 'lang genug und geheim',
			acceptsTerms: true,
			acceptsHouseRules: true,
		});
		const userId = text(enrolled, 'userId');
		learners.push({ name, userId, api: client(await tokenFor(userId)) });
	}
	const spaces = list(await learners[0]?.api.get(`/communities/${communityId}/threads`), 'spaces');
	const space = text(
		spaces.find(({ slug }) => slug === 'marktplatz'),
		'id',
	);
	return { cohortId, communityId, space, learners };
}

async function meetingsOf({ communityId, learners }: Cohort): Promise<Meeting[]> {
	const answer = await learners[0]?.api.get(`/communities/${communityId}/meetings`);
	return list(answer, 'meetings').map((row) => ({
		id: text(row, 'id'),
		kind: text(row, 'kind'),
		number: Number(row['number']),
		place: text(row, 'place'),
		startsAt: new Date(text(row, 'startsAt')),
		endsAt: new Date(text(row, 'endsAt')),
	}));
}

function one(meetings: readonly Meeting[], kind: string, number: number): Meeting {
	const found = meetings.find((meeting) => meeting.kind === kind && meeting.number === number);
	if (!found) throw new Error(`no ${kind} ${number}`);
	return found;
}

async function passTo(at: Date): Promise<void> {
	forwardTo(at);
	await settleAll(clock.now);
}
const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

/** One thread, and as many replies of everybody as said. */
async function talk({ space, learners }: Cohort, title: string, replies: number): Promise<void> {
	const say = (name: string, n: number) =>
		`${name} in Beitrag ${n}: Bei uns hat eine offene Frage am Montag mehr bewirkt als drei Erinnerungen am Freitag, weil niemand sich gemahnt fühlte.`;
	const [opener] = learners;
	const thread = await opener?.api.post(`/spaces/${space}/threads`, {
		kind: 'discussion',
		title,
		body: say('Vorweg', 0),
	});
	for (let n = 1; n <= replies; n++)
		for (const { name, api } of learners)
			await api.post(`/threads/${text(thread, 'threadId')}/posts`, { body: say(name, n) });
}

async function handIn({ communityId }: Cohort, learner: Learner, unit: number, kind: 'group' | 'person') {
	const begun = await learner.api.post(`/communities/${communityId}/units/${unit}/submission`, { kind });
	const submissionId = text(begun, 'submissionId');
	const page = await learner.api.get(`/submissions/${submissionId}`);
	const sections = list(page, 'draft').map((section) => text(section, 'id'));
	await learner.api.post(`/submissions/${submissionId}/versions`, {
		sections: Object.fromEntries(sections.map((id) => [id, { body: `Ergebnis zu ${id}.`, version: 0 }])),
	});
	return submissionId;
}

/** Ten units with their meetings; `leaves` says how many minutes somebody stays in one. */
async function tenUnits(cohort: Cohort, stays: (learner: number, unit: number) => number | null): Promise<void> {
	for (let unit = 1; unit <= 10; unit++) {
		const meeting = one(await meetingsOf(cohort), 'weekly', unit);
		await talk(cohort, `Einheit ${unit}`, 2);
		const [first] = cohort.learners;
		if (first) await handIn(cohort, first, unit, 'group');
		await passTo(meeting.startsAt);
		const leaving: { learner: Learner; at: Date }[] = [];
		for (const [index, learner] of cohort.learners.entries()) {
			const minutes = stays(index, unit);
			if (minutes === null) continue;
			await learner.api.post(`/meetings/${meeting.id}/check-in`);
			leaving.push({ learner, at: later(meeting.startsAt, minutes) });
		}
		const shifts = list(await staff.clara.get(`/communities/${cohort.communityId}/shifts`), 'shifts');
		for (const shift of shifts.filter(({ unitNumber }) => unitNumber === unit))
			await cohort.learners
				.find(({ userId }) => userId === shift['userId'])
				?.api.put(`/shifts/${text(shift, 'id')}/handover`, { note: 'Zwei Fragen sind noch offen.' });
		for (const { learner, at: end } of leaving.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
			if (end >= meeting.endsAt) continue;
			forwardTo(end);
			await learner.api.post(`/meetings/${meeting.id}/check-out`);
		}
		await passTo(meeting.endsAt);
	}
}

const ownRecords = (cohort: Cohort, learner: Learner | undefined) =>
	learner?.api.get(`/communities/${cohort.communityId}/own-records`);
const needs = (record: Answer | undefined) =>
	Object.fromEntries(list(record, 'standing.status').map((row) => [row['requirement'], [row['have'], row['need']]]));

/** From a scheduled exam to results; what a stranger is told of the first certificate. */
async function certified(exam: Answer, sitting: readonly (Learner | undefined)[]): Promise<Answer> {
	const examId = text(exam, 'examId');
	const authors = sitting.flatMap((learner) => (learner ? [learner.api] : []));
	expect(exam['candidates']).toBe(authors.length);
	await passTo(new Date(text(exam, 'opensAt')));
	const papers = await papersIn(examId, authors);
	expect(papers.map(({ kind }) => kind).toSorted()).toEqual([
		...authors.map(() => 'case'),
		'group',
		...authors.map(() => 'reflection'),
	]);
	for (const paper of papers) {
		await write(paper, 'Wir fragen einzeln und offen, und wir warten auf die Antwort.');
		await handInPaper(paper);
	}
	await passTo(later(new Date(text(exam, 'endsAt')), 1));
	await staff.olga.post(`/exams/${examId}/examiners`);
	for (const examiner of [staff.edda, staff.emil]) await mark(examiner, () => 3);
	await staff.olga.post(`/exams/${examId}/release`, { words: 'Danke für gründliche Arbeiten.' });
	const { check } = await certificateOf(authors[0] ?? anyone, anyone);
	return check;
}

test('with two seminar days: attendance in sessions, ten units online and on site, a certificate', async () => {
	const cohort = await cohortIn('blended', '2026-09-07');
	const [ann, ben, cem] = cohort.learners;
	const meetings = await meetingsOf(cohort);
	const [kickOff, firstDay, secondDay] = [
		one(meetings, 'kick_off', 0),
		one(meetings, 'work', 1),
		one(meetings, 'work', 7),
	];
	await passTo(kickOff.startsAt);
	await ann?.api.post(`/meetings/${kickOff.id}/check-in`);
	await passTo(kickOff.endsAt);
	// The afternoon belongs to unit 1, in groups that the morning formed.
	expect(at(await ann?.api.get(`/communities/${cohort.communityId}/group`), 'group.name')).toBeTruthy();
	expect(at(await ann?.api.get(`/communities/${cohort.communityId}/week`), 'state')).toEqual({ kind: 'unit', unit: 1 });
	expect(at(await ann?.api.get(`/communities/${cohort.communityId}/week`), 'meeting.id')).toBe(firstDay.id);
	await passTo(firstDay.startsAt);
	await ann?.api.post(`/meetings/${firstDay.id}/check-in`);
	// Clara has Ben sign the list, who comes forty minutes late and has no telephone with him.
	await passTo(later(firstDay.startsAt, 60));
	await staff.clara.put(`/meetings/${firstDay.id}/attendance`, { people: [ben?.userId], from: '14:40' });
	await passTo(later(firstDay.endsAt, 24 * 60));
	const there = list(await staff.clara.get(`/meetings/${firstDay.id}`), 'people');
	expect(there.map(({ minutes, recorded }) => [minutes, recorded])).toEqual([
		[240, false],
		[200, true],
		[0, false],
		[0, false],
	]);
	for (const reader of [staff.clara, staff.olga])
		expect(await reader.get(`/meetings/${firstDay.id}/attendance-sheet`)).toMatchObject({ type: 'application/pdf' });
	await expect(ann?.api.get(`/meetings/${firstDay.id}/attendance-sheet`)).rejects.toMatchObject({ status: 403 });
	const suggested = list(await ann?.api.get(`/communities/${cohort.communityId}/learning-time`), 'suggestions');
	expect(suggested.filter(({ key }) => String(key).startsWith('meeting'))).toMatchObject([
		{ part: 'kick_off', minutes: 240 },
		{ part: 'units', minutes: 240 },
	]);
	// Ben leaves the second seminar day after an hour of the three and a half; Cem misses what is not asked for.
	await tenUnits(cohort, (learner, unit) =>
		learner === 1 && unit === 6 ? 60 : learner === 1 && unit <= 3 ? null : 400,
	);
	expect(secondDay.place).toBe('Haus am Ufer, Kassel');
	expect(needs(await ownRecords(cohort, ben))).toMatchObject({ meetings: [6, 7], artefacts: [10, 8] });
	expect(needs(await ownRecords(cohort, cem))).toMatchObject({ meetings: [10, 7], shifts: [expect.any(Number), 1] });
	const end = one(await meetingsOf(cohort), 'weekly', 10).endsAt;
	await passTo(later(end, 24 * 60));
	expect(at(await ownRecords(cohort, cem), 'standing.eligible')).toBe(true);
	expect(at(await ownRecords(cohort, ben), 'standing.unmet')).toEqual(['meetings']);
	await staff.olga.post(`/cohorts/${cohort.cohortId}/practice-cases`);
	const exam = await staff.olga.post(`/cohorts/${cohort.cohortId}/exam`, { opensOn: '2026-11-18' });
	const check = await certified(exam, [ann, cem, cohort.learners[3]]);
	expect(check).toMatchObject({ state: 'valid', holder: ann?.name, from: '2026-09-07', hours: 80 });
}, 120_000);

test('in the classroom: two thirds of a day count, and a day’s hours are those of meeting and unit; a certificate', async () => {
	const cohort = await cohortIn('classroom', '2027-01-11');
	const [ann, ben] = cohort.learners;
	const kickOff = one(await meetingsOf(cohort), 'kick_off', 0);
	expect(kickOff.place).toBe('Haus am Ufer, Kassel');
	await passTo(kickOff.endsAt);
	// A day lasts six hours and a half: Ben leaves four of them a minute too early, Cem four just in time.
	await tenUnits(cohort, (learner, unit) => (unit > 4 ? 400 : learner === 1 ? 259 : learner === 2 ? 260 : 400));
	expect(needs(await ownRecords(cohort, ben))).toMatchObject({ meetings: [6, 7] });
	expect(needs(await ownRecords(cohort, cohort.learners[2]))).toMatchObject({ meetings: [10, 7] });
	const last = one(await meetingsOf(cohort), 'weekly', 10);
	await passTo(later(last.endsAt, 24 * 60));
	const suggested = list(await ann?.api.get(`/communities/${cohort.communityId}/learning-time`), 'suggestions');
	const ofLastDay = suggested.filter(({ key }) => String(key).startsWith(`meeting ${last.id}`));
	expect(ofLastDay.map(({ part, minutes }) => [part, minutes]).toSorted()).toEqual([
		['meetings', 90],
		['units', 240],
	]);
	expect(at(await ownRecords(cohort, ann), 'standing.eligible')).toBe(true);
	expect(at(await ownRecords(cohort, ben), 'standing.unmet')).toEqual(['meetings']);
	await staff.olga.post(`/cohorts/${cohort.cohortId}/practice-cases`);
	const exam = await staff.olga.post(`/cohorts/${cohort.cohortId}/exam`, { opensOn: '2027-03-24' });
	const check = await certified(exam, [ann, ...cohort.learners.slice(2)]);
	expect(check).toMatchObject({ state: 'valid', holder: ann?.name, from: '2027-01-11', hours: 80 });
}, 120_000);

test('at one’s own pace: all units at once, no groups and shifts, the exam on the day that was fixed, a certificate', async () => {
	const cohort = await cohortIn('self-paced', '2027-05-03');
	const { communityId, cohortId, learners } = cohort;
	const [ann, ben, cem, dia] = learners;
	const week = async (learner: Learner | undefined) => learner?.api.get(`/communities/${communityId}/week`);
	const kickOff = one(await meetingsOf(cohort), 'kick_off', 0);
	await passTo(kickOff.endsAt);
	const units = list(await ann?.api.get(`/communities/${communityId}/units`), 'units');
	expect(units.every(({ open, closesAt }) => open === true && closesAt === '2027-07-12T15:00:00.000Z')).toBe(true);
	for (const [asking, path, code] of [
		[ann?.api, 'group', 'no_groups_here'],
		[staff.clara, 'groups', 'no_groups_here'],
		[ann?.api, 'shift', 'no_shifts_here'],
		[staff.clara, 'shifts', 'no_shifts_here'],
	] as const)
		await expect(asking?.get(`/communities/${communityId}/${path}`)).rejects.toMatchObject({ status: 404, code });
	for (const path of ['groups', 'groups/proposal'])
		await expect(staff.clara.post(`/communities/${communityId}/${path}`)).rejects.toMatchObject({
			code: 'no_groups_here',
		});
	await expect(
		staff.clara.put(`/communities/${communityId}/groups/seats`, { userId: ann?.userId, table: 0, version: 0 }),
	).rejects.toMatchObject({ code: 'no_groups_here' });
	await expect(
		ann?.api.post(`/communities/${communityId}/units/1/submission`, { kind: 'group' }),
	).rejects.toMatchObject({ code: 'no_group_in_unit' });
	// Ann begins with what interests her most; her week leads to the first unit that is still open.
	await talk(cohort, 'Wer arbeitet woran?', 11);
	for (const unit of [5, 1]) if (ann) await handIn(cohort, ann, unit, 'person');
	expect(at(await week(ann), 'state')).toEqual({ kind: 'unit', unit: 2 });
	expect(at(await week(ben), 'state')).toEqual({ kind: 'unit', unit: 1 });
	expect(list(await week(ann), 'course.path').map(({ state }) => state)).toEqual([
		'done',
		'current',
		'coming',
		'coming',
		'done',
		...Array(5).fill('coming'),
	]);
	expect(needs(await ownRecords(cohort, ann))).toMatchObject({ artefacts: [2, 8], contributions: [12, 10] });
	expect(Object.keys(needs(await ownRecords(cohort, ann)))).not.toContain('meetings');
	// With no peers to read it, feedback is what a companion writes, and it reaches the week of whoever handed in.
	const waiting = list(await staff.clara.get(`/communities/${communityId}/feedback-queue`), 'waiting');
	expect(waiting).toHaveLength(2);
	const submissionId = text(waiting[0], 'submissionId');
	expect(at(await week(ann), 'course.feedback')).toBeNull();
	await expect(ben?.api.get(`/submissions/${submissionId}`)).rejects.toMatchObject({ status: 404 });
	const submission = await staff.clara.get(`/submissions/${submissionId}`);
	const levels = Object.fromEntries(list(submission, 'assignment.rubric').map((row) => [text(row, 'id'), 3]));
	await staff.clara.post(`/submissions/${submissionId}/feedback`, {
		version: 1,
		levels,
		words: 'Sie haben eine Woche lang sichtbar gearbeitet. Was haben Sie dabei weggelassen?',
	});
	expect(at(await week(ann), 'course.feedback.name')).toBe('Clara');
	// Six weeks later Ben has done nothing yet: four weeks are left, and eight results are needed.
	await passTo(later(kickOff.endsAt, 6 * 7 * 24 * 60));
	expect(list(await ownRecords(cohort, ben), 'standing.status')[0]).toMatchObject({ state: 'at_risk', missing: 8 });
	const warned = await database
		.selectFrom('activity')
		.select('data')
		.where('kind', '=', 'requirement_at_risk')
		.where('subjectId', '=', ben?.userId ?? null)
		.execute();
	expect(warned.map(({ data }) => data)).toContainEqual({ requirement: 'artefacts' });
	for (const unit of [2, 3, 4, 6, 7, 8]) if (ann) await handIn(cohort, ann, unit, 'person');
	for (const learner of [cem, dia])
		for (let unit = 1; unit <= 8; unit++) if (learner) await handIn(cohort, learner, unit, 'person');
	const completion = list(await staff.olga.get(`/cohorts/${cohortId}/learning-system`), 'learners');
	expect(completion.map((row) => [list(row, 'completed').length, row['eligible']])).toEqual([
		[8, true],
		[0, false],
		[8, true],
		[8, true],
	]);
	await passTo(new Date('2027-07-12T15:00:01Z'));
	expect(at(await week(ann), 'state.kind')).toBe('before_exam');
	await expect(
		ben?.api.post(`/communities/${communityId}/units/1/submission`, { kind: 'person' }),
	).rejects.toMatchObject({ code: 'hand_in_closed' });
	// What the course was like is asked once, at its end, and nothing of groups and shifts.
	const sheets = list(await ben?.api.get(`/communities/${communityId}/evaluation`), 'sheets');
	expect(sheets.map(({ id }) => id)).toEqual(['final']);
	const scales = list(sheets[0], 'questions').filter(({ kind }) => kind === 'scale');
	expect(scales.map(({ id }) => id)).toEqual(['role', 'companions', 'workload', 'recommend']);
	await ben?.api.post(`/communities/${communityId}/evaluation/final`, {
		answers: Object.fromEntries(scales.map(({ id }) => [id, '4'])),
	});
	await passTo(new Date('2027-07-13T15:00:00Z'));
	await staff.olga.post(`/cohorts/${cohortId}/practice-cases`);
	await expect(staff.olga.post(`/cohorts/${cohortId}/exam`, { opensOn: '2027-07-15' })).rejects.toMatchObject({
		code: 'exam_day_is_fixed',
	});
	const exam = await staff.olga.post(`/cohorts/${cohortId}/exam`, { opensOn: '2027-07-14', opensAt: '10:00' });
	const check = await certified(exam, [ann, cem, dia]);
	expect(check).toMatchObject({ state: 'valid', holder: ann?.name, from: '2027-05-03', hours: 63 });
}, 120_000);
