import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { calendarFeed, invitationFile, type CalendarEvent } from '#platform/server/calendar.ts';
import { projectRoot } from '#platform/server/project-root.ts';

const meeting: CalendarEvent = {
	id: '3f2b8c1e-7a41-4c57-9b0a-5d1e6f7a8b9c',
	sequence: 0,
	startsAt: new Date('2026-10-20T15:00:00Z'),
	endsAt: new Date('2026-10-20T16:30:00Z'),
	zone: 'Europe/Berlin',
	title: 'Treffen 3: Konzeption; Ergebnisse, Rückblick',
	description: 'Erste Zeile\nZweite Zeile, mit „Anführung“ und \\ Strich',
	place: 'https://meet.example.org/kohorte-7?a=1;b=2',
	url: 'https://allmende.example.org/c/1/meetings/3',
	cancelled: false,
	changedAt: new Date('2026-10-01T08:00:00Z'),
};
/** A week later the clocks have gone back. */
const afterClockChange: CalendarEvent = {
	...meeting,
	id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
	startsAt: new Date('2026-10-27T16:00:00Z'),
	endsAt: new Date('2026-10-27T17:30:00Z'),
};
const publisher = { host: 'allmende.example.org' };
const parties = {
	organiser: { name: 'Werkstatt, e. V.', email: 'kurse@example.org' },
	attendee: { name: 'Jana "J" Kestner', email: 'jana@example.org' },
	publisher,
};

/** Debian's python3-icalendar reads what a calendar would. */
const reader = `
import json, sys
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
def party(event, key):
    return str(event[key]) + '|' + str(event[key].params.get('CN')) if key in event else None
print(json.dumps({
    'method': str(calendar['METHOD']),
    'zones': [str(zone['TZID']) for zone in calendar.walk('VTIMEZONE')],
    'events': [{
        'uid': str(event['UID']), 'sequence': int(event['SEQUENCE']), 'status': str(event['STATUS']),
        'start': event['DTSTART'].dt.isoformat(), 'end': event['DTEND'].dt.isoformat(),
        'instant': event['DTSTART'].dt.timestamp(), 'title': str(event['SUMMARY']),
        'description': str(event.get('DESCRIPTION', '')), 'place': str(event.get('LOCATION', '')),
        'organiser': party(event, 'ORGANIZER'), 'attendee': party(event, 'ATTENDEE'),
    } for event in calendar.walk('VEVENT')],
}))`;
const python = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import icalendar']).status === 0);

function read(file: string) {
	const run = spawnSync(python ?? '', ['-c', reader], { input: file, encoding: 'utf8' });
	if (run.status !== 0) throw new Error(run.stderr);
	return JSON.parse(run.stdout);
}

describe('the calendar feed', () => {
	test('keeps the time on the wall across the change of the clocks', () => {
		const feed = calendarFeed('Kohorte 7', [meeting, afterClockChange], publisher);
		expect(feed).toContain('DTSTART;TZID=Europe/Berlin:20261020T170000');
		expect(feed).toContain('DTSTART;TZID=Europe/Berlin:20261027T170000');
		expect(feed.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
	});

	test('is the same whatever clock the server’s process has', () => {
		const script = `
			const { calendarFeed } = await import('#platform/server/calendar.ts');
			const event = ${JSON.stringify(meeting)};
			for (const key of ['startsAt', 'endsAt', 'changedAt']) event[key] = new Date(event[key]);
			process.stdout.write(calendarFeed('Kohorte 7', [event], { host: 'allmende.example.org' }));`;
		const zones = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'];
		const feeds = zones.map((zone) => {
			const options = { cwd: projectRoot(), encoding: 'utf8' as const, env: { ...process.env, TZ: zone } };
			return spawnSync(process.execPath, ['--input-type=module', '-e', script], options).stdout;
		});
		expect(new Set(feeds)).toEqual(new Set([calendarFeed('Kohorte 7', [meeting], publisher)]));
	});

	test('has lines of at most 75 bytes that end as the standard says', () => {
		const long = { ...meeting, title: 'Ergebnisse der Lerngruppen „Kastanie“, „Ulme“ und „Esche“ — äöü '.repeat(5) };
		const lines = calendarFeed('Kohorte 7', [long], publisher).split('\r\n');
		for (const line of lines) {
			expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
			expect(line).not.toMatch(/[\r\n]/);
		}
	});

	test('cannot be given events or headers by what someone wrote', () => {
		const attempt = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil\rDTSTART:1\nATTENDEE:mailto:a@b.example';
		const written = { ...meeting, title: attempt, description: attempt, place: attempt };
		const feed = calendarFeed(attempt, [written], publisher);
		const names = feed.replaceAll('\r\n ', '').split(/\r\n|\r|\n/);
		expect(names.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
		expect(names.filter((line) => /^(ATTENDEE|SUMMARY:evil|DTSTART:1$)/.test(line))).toEqual([]);
	});

	test.skipIf(!python)('is read by others as the same instants, with every letter', () => {
		const feed = calendarFeed('Kohorte 7', [meeting, { ...afterClockChange, cancelled: true }], publisher);
		const { method, zones, events } = read(feed);
		expect([method, zones]).toEqual(['PUBLISH', ['Europe/Berlin']]);
		expect(events[0]).toMatchObject({
			uid: '3f2b8c1e-7a41-4c57-9b0a-5d1e6f7a8b9c@allmende.example.org',
			start: '2026-10-20T17:00:00+02:00',
			end: '2026-10-20T18:30:00+02:00',
			instant: meeting.startsAt.getTime() / 1000,
			title: meeting.title,
			description: meeting.description,
			place: meeting.place,
			status: 'CONFIRMED',
		});
		expect(events[1]).toMatchObject({ start: '2026-10-27T17:00:00+01:00', status: 'CANCELLED' });
		expect(events[1].instant).toBe(afterClockChange.startsAt.getTime() / 1000);
	});

	test.skipIf(!python)('holds meetings of people in several zones', () => {
		const zones = ['Europe/Zurich', 'Asia/Kolkata', 'America/New_York', 'UTC'];
		const feed = calendarFeed(
			'Alle',
			zones.map((zone) => ({ ...meeting, zone, id: zone })),
			publisher,
		);
		const { events } = read(feed);
		expect(events.map((event: { instant: number }) => event.instant)).toEqual(
			zones.map(() => meeting.startsAt.getTime() / 1000),
		);
	});
});

describe('the calendar file in a mail', () => {
	test('asks to note the meeting, and when it moves the same meeting under a higher number', () => {
		const first = invitationFile({ event: meeting, ...parties });
		const moved = invitationFile({ event: { ...afterClockChange, id: meeting.id, sequence: 1 }, ...parties });
		const uid = (file: string) => /^UID:.*$/m.exec(file)?.[0];
		expect(first).toContain('METHOD:REQUEST');
		expect(first).toContain('SEQUENCE:0');
		expect(moved).toContain('SEQUENCE:1');
		expect(uid(moved)).toBe(uid(first));
	});

	test('asks to strike it out when it is cancelled', () => {
		const cancelled = invitationFile({ event: { ...meeting, cancelled: true, sequence: 2 }, ...parties });
		expect(cancelled).toContain('METHOD:CANCEL');
		expect(cancelled).toContain('STATUS:CANCELLED');
	});

	test.skipIf(!python)('names who invites and who is invited, whatever their names contain', () => {
		const [event] = read(invitationFile({ event: meeting, ...parties })).events;
		expect(event.organiser).toBe('mailto:kurse@example.org|Werkstatt, e. V.');
		expect(event.attendee.toLowerCase()).toContain('mailto:jana@example.org');
	});
});
