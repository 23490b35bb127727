import * as z from 'zod';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { refuse } from '#platform/refusal.ts';
import { leaders, meetingGround } from '#events/server/grounds.ts';
import { checkInFrom, meetingFor, tell } from '#events/server/meeting-row.ts';

export const agendaOf = (scene: Scene, meetingId: string) =>
	scene.trx
		.selectFrom('agendaItem')
		.select(['id', 'part', 'title', 'minutes', 'position', 'startedAt', 'endedAt'])
		.where('meetingId', '=', meetingId)
		.orderBy('position')
		.execute();

export const editAgenda = verb({
	name: 'editAgenda',
	method: 'put',
	path: '/meetings/{meetingId}/agenda',
	summary: 'Write the agenda anew; lengths in minutes fit the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({
		meetingId: z.uuid(),
		titles: z.array(z.string().trim().min(1).max(160)).min(1).max(30),
		minutes: z.array(z.coerce.number().int().min(0).max(480)).min(1).max(30),
		parts: z
			.array(z.enum(['work', 'review', 'outlook']))
			.max(30)
			.default([])
			.describe(
				'Of a meeting that concludes a unit, where it may have work on the unit, too; other meetings have one part',
			),
	}),
	async run(scene, input) {
		const { trx } = scene;
		const meeting = await meetingFor(scene, input.meetingId);
		if (meeting.openedAt) refuse('meeting_running');
		const parts = meeting.kind === 'weekly' ? input.parts : input.titles.map(() => 'review' as const);
		if (input.titles.length !== input.minutes.length || input.titles.length !== parts.length)
			refuse('agenda_uneven', { status: 422 });
		const total = input.minutes.reduce((sum, minutes) => sum + minutes, 0);
		const length = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000);
		if (total > length) refuse('agenda_too_long', { status: 422, field: 'minutes', values: { total, length } });
		await trx.deleteFrom('agendaItem').where('meetingId', '=', meeting.id).execute();
		await trx
			.insertInto('agendaItem')
			.values(
				input.titles.map((title, position) => ({
					meetingId: meeting.id,
					title,
					minutes: input.minutes[position] ?? 0,
					part: parts[position] ?? 'review',
					position,
				})),
			)
			.execute();
		await tell(scene, meeting.id);
		return { minutes: total };
	},
});

export const startAgendaItem = verb({
	name: 'startAgendaItem',
	method: 'post',
	path: '/meetings/{meetingId}/timer',
	summary: 'Start the next agenda item, or the given one; the running one ends',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid(), itemId: z.union([z.uuid(), z.literal('')]).optional() }),
	async run(scene, input) {
		const { trx, now } = scene;
		const viewer = signedIn(scene);
		const meeting = await meetingFor(scene, input.meetingId);
		if (now < checkInFrom(meeting.startsAt)) refuse('check_in_early');
		if (meeting.closedAt) refuse('meeting_over');
		const agenda = await agendaOf(scene, meeting.id);
		const next = input.itemId
			? agenda.find((item) => item.id === input.itemId)
			: agenda.find((item) => !item.startedAt);
		await trx
			.updateTable('agendaItem')
			.set({ endedAt: now })
			.where('meetingId', '=', meeting.id)
			.where('startedAt', 'is not', null)
			.where('endedAt', 'is', null)
			.execute();
		if (next)
			await trx.updateTable('agendaItem').set({ startedAt: now, endedAt: null }).where('id', '=', next.id).execute();
		if (!meeting.openedAt)
			await trx
				.updateTable('meeting')
				.set({ openedAt: now, openedBy: viewer.userId })
				.where('id', '=', meeting.id)
				.execute();
		await tell(scene, meeting.id);
		return { itemId: next?.id ?? null };
	},
});

export const closeMeeting = verb({
	name: 'closeMeeting',
	method: 'post',
	path: '/meetings/{meetingId}/close',
	summary: 'End the timer of the meeting',
	scope: 'events:write',
	who: leaders,
	at: meetingGround,
	input: z.object({ meetingId: z.uuid() }),
	async run(scene, input) {
		const meeting = await meetingFor(scene, input.meetingId);
		if (meeting.closedAt) return { closed: true };
		await scene.trx
			.updateTable('agendaItem')
			.set({ endedAt: scene.now })
			.where('meetingId', '=', meeting.id)
			.where('startedAt', 'is not', null)
			.where('endedAt', 'is', null)
			.execute();
		await scene.trx.updateTable('meeting').set({ closedAt: scene.now }).where('id', '=', meeting.id).execute();
		await tell(scene, meeting.id);
		return { closed: true };
	},
});
