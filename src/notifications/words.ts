import { examUnit } from '#course/server/groups.ts';
import { m } from '#messages/messages.js';
import { formatDayTime, type Reader } from '#ui/format.ts';
import { withinQuotes } from '#ui/within-quotes.ts';
import type { NewsKind } from '#notifications/table.ts';
import type { Values } from '#notifications/server/happening.ts';

const messages: Record<string, unknown> = m;

function say(key: string, inputs: Record<string, unknown>, reader: Pick<Reader, 'locale'>): string {
	const sentence = messages[key];
	if (typeof sentence !== 'function') throw new Error(`there is no message ${key}`);
	return String(sentence(inputs, { locale: reader.locale }));
}

/** What a kind of news is called, in a mail's subject and among the preferences. */
export const titleOf = (kind: NewsKind | string, reader: Pick<Reader, 'locale'>): string =>
	say(`news_${kind}_title`, {}, reader);

/** The news itself: one sentence in the reader's language and time zone. */
export function sentenceOf(kind: NewsKind | string, values: Values, reader: Reader): string {
	const when = (name: string) => {
		const at = values[name];
		return typeof at === 'string' && at ? formatDayTime(at, reader) : '';
	};
	return say(
		`news_${kind}`,
		{
			...values,
			thread: withinQuotes(String(values['thread'] ?? values['threadTitle'] ?? '')),
			unit: values['unitNumber'] ?? '',
			papers: values['papers'] ?? 1,
			meeting: meetingName(values, reader),
			task: taskName(values['unitNumber'], reader),
			starts: when('startsAt'),
			before: when('from'),
			opens: when('opensAt'),
			ends: when('endsAt'),
			until: when('expiresAt'),
			settle: when('settleBy'),
			requirement: requirementName(values['requirement'], reader),
			roleName: wordFor('role', values['role'], reader),
			phaseName: wordFor('phase', values['phase'], reader),
		},
		reader,
	);
}

function meetingName(values: Values, reader: Reader): string {
	if (values['meetingTitle']) return String(values['meetingTitle']);
	if (values['meetingKind'] === 'kick_off' || values['number'] === 0) return say('news_kick_off', {}, reader);
	return say('news_meeting_name', { number: values['number'] ?? '' }, reader);
}

/** Groups are formed for the units and, under the number after the last one, for the exam. */
function taskName(unit: unknown, reader: Reader): string {
	return unit === examUnit ? say('news_task_exam', {}, reader) : say('news_task_unit', { unit: unit ?? '' }, reader);
}

/** What a role or a phase is called. */
function wordFor(of: 'role' | 'phase', value: unknown, reader: Reader): string {
	const key = `${of}_${String(value)}`;
	return key in messages ? say(key, {}, reader) : '';
}

function requirementName(requirement: unknown, reader: Reader): string {
	const key = `news_requirement_${String(requirement)}`;
	return key in messages ? say(key, {}, reader) : String(requirement ?? '');
}
