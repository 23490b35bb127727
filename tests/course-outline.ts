import { createHash } from 'node:crypto';
import { database } from '#platform/server/database.ts';

const both = (text: string) => ({ de: text, en: text });
const phases = [
	'planning',
	'planning',
	'planning',
	'launch',
	'growth',
	'growth',
	'growth',
	'maturity',
	'maturity',
	'closing',
];
const agenda = (parts: readonly { part: string; minutes: number }[]) => ({
	title: both('Treffen'),
	items: parts.map(({ part, minutes }, n) => ({
		id: `item-${n}`,
		kind: 'news',
		part,
		minutes,
		title: both(`Punkt ${n + 1}`),
	})),
});

/** A course of ten units in the shape that a package is stored in, with as little in it as opening a cohort needs. */
export const courseOutline = {
	id: 'community-manager',
	title: both('Zertifizierter Community Manager'),
	summary: both('In zehn Wochen lernen, Communitys zu führen.'),
	description: both('Zehn Wochen lang ist der Kurs selbst eine Community.'),
	audience: [{ id: 'practitioners', text: both('Menschen, die Communitys betreuen') }],
	prerequisites: [
		{ id: 'social-web', text: both('Ich bin im Social Web aktiv.') },
		{ id: 'member', text: both('Ich bin Mitglied in Communitys.') },
	],
	hours: { total: 80 },
	participants: { recommended: 16, maximum: 24, invitationDays: 14, seatOfferHours: 48 },
	deliveryFormats: [
		{
			id: 'weekly-online',
			title: both('Online im Wochenrhythmus'),
			kickOffParts: [{ id: 'kick-off', title: both('Kick-off'), minutes: 240 }],
			meetingParts: [
				{ id: 'results', title: both('Ergebnisse'), minutes: 60 },
				{ id: 'next', title: both('Ausblick'), minutes: 30 },
			],
			unitDays: 7,
		},
	],
	units: phases.map((phase, n) => ({
		id: `unit-${n + 1}`,
		number: n + 1,
		title: both(`Lerneinheit ${n + 1}`),
		summary: both('Worum es geht'),
		phase,
		agenda: agenda([
			{ part: 'results', minutes: 60 },
			{ part: 'next', minutes: 30 },
		]),
	})),
	kickOff: agenda([{ part: 'kick-off', minutes: 240 }]),
	houseRules: { title: both('Hausordnung'), body: both('Wir gehen freundlich miteinander um.') },
};

/** Stores a course version made of the outline, with `changes` on top. */
export async function courseVersion(changes: object = {}): Promise<string> {
	const content = JSON.stringify({ ...courseOutline, ...changes });
	const { id } = await database
		.insertInto('courseVersion')
		.values({
			courseId: courseOutline.id,
			label: '1',
			hash: createHash('sha256').update(`${content} ${Math.random()}`).digest('hex'),
			content,
			importedAt: new Date('2026-06-01T08:00:00Z'),
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	return id;
}
