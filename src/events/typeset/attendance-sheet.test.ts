import { expect, test } from 'vitest';
import { fontsOf, judged, says } from '#platform/server/typeset-inspect.ts';
import { typesetAttendanceSheet, type AttendanceSheet } from '#events/typeset/attendance-sheet.ts';

const at = (time: string) => new Date(`2026-10-19T${time}:00+02:00`);
const seminarDay: AttendanceSheet = {
	language: 'de',
	zone: 'Europe/Berlin',
	now: at('10:00'),
	provider: 'Forum Gemeinsinn Akademie',
	course: 'Community Manager, Kohorte 2',
	sessions: [
		{ kind: 'weekly', number: 6, title: '', place: 'Haus am Ufer', startsAt: at('09:00'), endsAt: at('12:30') },
		{ kind: 'work', number: 7, title: 'Seminartag 2', place: '', startsAt: at('13:30'), endsAt: at('18:00') },
	],
	people: [
		{ name: 'Annika Lüth', stays: [{ checkedInAt: at('08:50'), checkedOutAt: null }, null] },
		{ name: 'Tarek Chahine', stays: [{ checkedInAt: at('09:41'), checkedOutAt: at('09:55') }, null] },
		{ name: '#sys.inputs *x*', stays: [null, null] },
	],
};
const linesOf = (pdf: Uint8Array) =>
	says('pdftotext', ['-layout', 'FILE', '-'], pdf)
		.split('\n')
		.map((line) => line.replaceAll(/\s+/g, ' ').trim());

test.skipIf(!judged)('a seminar day is one list with both its sessions, to be signed for each', async () => {
	const { pdf, pages } = await typesetAttendanceSheet(seminarDay);
	const lines = linesOf(pdf);
	expect(pages).toBe(1);
	for (const line of [
		'Forum Gemeinsinn Akademie',
		'Anwesenheitsliste',
		'Community Manager, Kohorte 2, Montag, 19. Oktober 2026',
		'• Treffen 6, 09:00 – 12:30 Uhr, Haus am Ufer',
		'• Seminartag 2, 13:30 – 18:00 Uhr, online',
		'Name von bis Unterschrift von bis Unterschrift',
		// came before it began and is still there; came late and has left
		'1 Annika Lüth 09:00',
		'2 Tarek Chahine 09:41 09:55',
		'3 #sys.inputs *x*',
	])
		expect(lines).toContain(line);
	expect(fontsOf(pdf).every((font) => font.includes('Allmende'))).toBe(true);
});

test.skipIf(!judged)('afterwards whoever did not leave stayed to the end, also in English', async () => {
	const [morning] = seminarDay.sessions;
	const { pdf } = await typesetAttendanceSheet({
		...seminarDay,
		language: 'en',
		now: at('13:00'),
		sessions: morning ? [morning] : [],
		people: seminarDay.people.map(({ name, stays }) => ({ name, stays: stays.slice(0, 1) })),
	});
	const lines = linesOf(pdf);
	expect(lines).toContain('• Meeting 6, 09:00 – 12:30, Haus am Ufer');
	expect(lines).toContain('Name from until Signature');
	expect(lines).toContain('1 Annika Lüth 09:00 12:30');
});

test.skipIf(!judged)('a full course has its heading on each page', async () => {
	const people = Array.from({ length: 40 }, (_, index) => ({ name: `Person ${index + 1}`, stays: [null, null] }));
	const { pdf, pages } = await typesetAttendanceSheet({ ...seminarDay, people });
	const heads = linesOf(pdf).filter((line) => line.startsWith('Name von bis'));
	expect(heads.length).toBeGreaterThanOrEqual(pages - 1);
	expect(pages).toBeGreaterThan(1);
});
