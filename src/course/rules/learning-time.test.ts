import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { houseHours, learningParts, suggestedTime, timeBalance } from '#course/rules/learning-time.ts';
import { addMinutes, instantOf } from '#platform/time.ts';

const zone = 'Europe/Berlin';
const at = (date: string, time: string) => instantOf(date, time, zone);
const none = new Set<string>();

describe('the learning time of the course', () => {
	it('is 80 hours: 4 kick-off, 15 meetings, 54 units, 7 exam', () => {
		const { plannedMinutes, parts } = timeBalance([], houseHours);
		expect(plannedMinutes).toBe(80 * 60);
		expect(parts.map((part) => part.plannedMinutes / 60)).toEqual([4, 15, 54, 7]);
		expect(parts.reduce((total, part) => total + part.plannedMinutes, 0)).toBe(plannedMinutes);
	});

	it('adds up what was booked, by part and in all', () => {
		const entry = fc.record({ part: fc.constantFrom(...learningParts), minutes: fc.integer({ min: 5, max: 960 }) });
		fc.assert(
			fc.property(fc.array(entry), (entries) => {
				const { bookedMinutes, parts } = timeBalance(entries, houseHours);
				expect(bookedMinutes).toBe(entries.reduce((total, { minutes }) => total + minutes, 0));
				expect(parts.reduce((total, part) => total + part.bookedMinutes, 0)).toBe(bookedMinutes);
			}),
		);
	});
});

describe('a suggestion', () => {
	const meeting = { key: 'meeting 1', part: 'meetings' as const, startedAt: at('2026-09-14', '18:00'), minutes: 85 };

	it('takes a meeting as attended', () => {
		expect(suggestedTime({ meetings: [meeting], acts: [] }, none, zone)).toEqual([
			{ key: 'meeting 1', part: 'meetings', day: '2026-09-14', minutes: 85 },
		]);
	});

	it('takes acts close together as one sitting, with a quarter of an hour before', () => {
		const acts = ['09:00', '09:20', '09:45', '14:00'].map((time) => at('2026-09-15', time));
		expect(suggestedTime({ meetings: [], acts }, none, zone)).toEqual([
			{ key: 'day 2026-09-15', part: 'units', day: '2026-09-15', minutes: 45 + 15 + 15 },
		]);
	});

	it('begins a new sitting after half an hour without an act', () => {
		const minutes = (...times: string[]) =>
			suggestedTime({ meetings: [], acts: times.map((time) => at('2026-09-15', time)) }, none, zone)[0]?.minutes;
		expect(minutes('09:00', '09:29', '09:58')).toBe(75);
		expect(minutes('09:00', '09:30', '10:00')).toBe(45);
	});

	it('separates days by the clock of the learner’s zone', () => {
		const acts = [at('2026-09-15', '23:50'), at('2026-09-17', '00:10')];
		expect(suggestedTime({ meetings: [], acts }, none, zone).map(({ day }) => day)).toEqual([
			'2026-09-15',
			'2026-09-17',
		]);
	});

	it('does not count time in a meeting twice', () => {
		const acts = [at('2026-09-14', '18:30')];
		expect(suggestedTime({ meetings: [meeting], acts }, none, zone)).toHaveLength(1);
		const later = [at('2026-09-14', '21:00')];
		expect(suggestedTime({ meetings: [meeting], acts: later }, none, zone).map(({ part }) => part)).toEqual([
			'units',
			'meetings',
		]);
	});

	it('is not made again for what is booked, nor for a meeting missed', () => {
		expect(suggestedTime({ meetings: [meeting], acts: [] }, new Set(['meeting 1']), zone)).toEqual([]);
		expect(suggestedTime({ meetings: [{ ...meeting, minutes: 0 }], acts: [] }, none, zone)).toEqual([]);
	});

	it('is in quarters of an hour, at least one, and never longer than the acts and their leads', () => {
		const minutes = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(minutes, (offsets) => {
				const acts = offsets.map((offset) => addMinutes(at('2026-09-14', '08:00'), offset));
				const suggestions = suggestedTime({ meetings: [], acts }, none, zone);
				expect(new Set(suggestions.map(({ key }) => key)).size).toBe(suggestions.length);
				for (const suggestion of suggestions) {
					expect(suggestion.minutes % 15).toBe(0);
					expect(suggestion.minutes).toBeGreaterThanOrEqual(15);
				}
				const total = suggestions.reduce((sum, suggestion) => sum + suggestion.minutes, 0);
				expect(total).toBeLessThanOrEqual(offsets.length * 45 + suggestions.length * 8);
			}),
		);
	});
});
