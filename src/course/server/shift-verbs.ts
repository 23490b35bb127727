import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { record } from '#platform/server/activity.ts';
import { markdownToHtml } from '#platform/markdown.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { courseCommunityGround, shiftGround, swapGround } from '#course/server/group-grounds.ts';
import { cohortHere } from '#course/server/cohort-here.ts';
import { assertMeets, lockCohort } from '#course/server/cohort-row.ts';
import { unitOf } from '#course/server/course-package.ts';

export const shiftPlan = verb({
	name: 'shiftPlan',
	method: 'get',
	path: '/communities/{communityId}/shifts',
	summary: 'Who leads in which unit, and open requests to swap',
	scope: 'course:read',
	who: ['member', 'observer', 'organiser', 'companion', 'former'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, viewer, now, place }, input) {
		assertMeets(await cohortHere({ trx, place }), 'shifts');
		const shifts = await trx
			.selectFrom('shift as s')
			.innerJoin('user as u', 'u.id', 's.userId')
			.select([
				's.id',
				's.unitNumber',
				's.startsAt',
				's.endsAt',
				's.handedOnFrom',
				'u.id as userId',
				'u.name',
				'u.pictureFileId',
			])
			.where('s.communityId', '=', input.communityId)
			.where('s.removedAt', 'is', null)
			.orderBy('s.startsAt')
			.orderBy('u.name')
			.execute();
		const swaps = await trx
			.selectFrom('shiftSwap as w')
			.innerJoin('shift as o', 'o.id', 'w.offeredShiftId')
			.innerJoin('shift as t', 't.id', 'w.wantedShiftId')
			.innerJoin('user as a', 'a.id', 'o.userId')
			.innerJoin('user as b', 'b.id', 't.userId')
			.select([
				'w.id',
				'w.message',
				'w.requestedAt',
				'o.unitNumber as offeredUnit',
				't.unitNumber as wantedUnit',
				'a.id as fromId',
				'a.name as fromName',
				'b.id as toId',
				'b.name as toName',
			])
			.where('w.communityId', '=', input.communityId)
			.where('w.decidedAt', 'is', null)
			.where('o.startsAt', '>', now)
			.where('t.startsAt', '>', now)
			.execute();
		return {
			now,
			shifts: shifts.map(({ pictureFileId, ...shift }) => ({
				...shift,
				picture: pictureFileId ? `/files/${pictureFileId}` : null,
				mine: shift.userId === viewer?.userId,
			})),
			swaps: swaps
				.filter((swap) => swap.fromId === viewer?.userId || swap.toId === viewer?.userId)
				.map((swap) => ({ ...swap, forMe: swap.toId === viewer?.userId })),
		};
	},
});

export const shiftPage = verb({
	name: 'shiftPage',
	method: 'get',
	path: '/communities/{communityId}/shift',
	summary: 'The tasks of the shift that runs: whom to welcome, what to answer and moderate, what to hand over',
	scope: 'course:read',
	who: ['learner', 'companion', 'organiser'],
	at: courseCommunityGround,
	input: z.object({ communityId: z.uuid() }),
	async run({ trx, viewer, now, place, locale }, input) {
		const cohort = await cohortHere({ trx, place });
		assertMeets(cohort, 'shifts');
		const shifts = await trx
			.selectFrom('shift as s')
			.innerJoin('user as u', 'u.id', 's.userId')
			.select([
				's.id',
				's.unitNumber',
				's.startsAt',
				's.endsAt',
				's.handoverNote',
				's.handoverAt',
				'u.id as userId',
				'u.name',
				'u.pictureFileId',
			])
			.where('s.communityId', '=', input.communityId)
			.where('s.removedAt', 'is', null)
			.orderBy('s.startsAt')
			.orderBy('u.name')
			.execute();
		const running = shifts.filter((shift) => shift.startsAt <= now && now < shift.endsAt);
		const unitNumber = running[0]?.unitNumber ?? cohort.unitsOpened;
		const guide = unitNumber > 0 ? (await unitOf(trx, cohort, unitNumber)).unit : null;
		const done = running.length
			? await trx
					.selectFrom('shiftTaskDone as d')
					.innerJoin('user as u', 'u.id', 'd.userId')
					.select(['d.taskId', 'd.userId', 'u.name', 'd.doneAt'])
					.where(
						'd.shiftId',
						'in',
						running.map((shift) => shift.id),
					)
					.execute()
			: [];
		const waiting = await trx
			.selectFrom('thread as t')
			.innerJoin('user as u', 'u.id', 't.authorId')
			.select(['t.id', 't.title', 'u.name as authorName', 't.createdAt'])
			.where('t.communityId', '=', input.communityId)
			.where('t.kind', '=', 'question')
			.where('t.deletedAt', 'is', null)
			.where('t.acceptedPostId', 'is', null)
			.where('t.postCount', '=', 1)
			.orderBy('t.createdAt')
			.limit(10)
			.execute();
		const flags = await trx
			.selectFrom('flag')
			.select((e) => e.fn.countAll<number>().as('n'))
			.where('communityId', '=', input.communityId)
			.where('decidedAt', 'is', null)
			.executeTakeFirstOrThrow();
		const welcome = await trx
			.selectFrom('membership as m')
			.innerJoin('user as u', 'u.id', 'm.userId')
			.select(['u.id as userId', 'u.name', 'u.employer', 'm.startedAt'])
			.where('m.communityId', '=', input.communityId)
			.where('m.role', '=', 'member')
			.where('m.endedAt', 'is', null)
			.where('m.startedAt', '>', new Date(now.getTime() - 10 * 86_400_000))
			.where('m.startedAt', '<=', now)
			.orderBy('u.name')
			.execute();
		const meeting = await trx
			.selectFrom('meeting')
			.select(['id', 'startsAt', 'endsAt', 'number'])
			.where('communityId', '=', input.communityId)
			.where('cancelledAt', 'is', null)
			.where('endsAt', '>', now)
			.orderBy('startsAt')
			.limit(1)
			.executeTakeFirst();
		const learners = await trx
			.selectFrom('enrolment as e')
			.innerJoin('user as u', 'u.id', 'e.userId')
			.select(['u.id as userId', 'u.name'])
			.where('e.cohortId', '=', cohort.id)
			.where('e.endedAt', 'is', null)
			.orderBy('u.name')
			.execute();
		const before = shifts.filter((shift) => shift.unitNumber === (unitNumber ?? 0) - 1 && shift.handoverNote);
		return {
			now,
			unitNumber,
			unitTitle: guide?.title[locale] ?? null,
			endsAt: running[0]?.endsAt ?? null,
			acting: running.map(({ pictureFileId, ...shift }) => ({
				id: shift.id,
				userId: shift.userId,
				name: shift.name,
				picture: pictureFileId ? `/files/${pictureFileId}` : null,
				handoverNote: shift.handoverNote,
				me: shift.userId === viewer?.userId,
			})),
			mine: running.find((shift) => shift.userId === viewer?.userId)?.id ?? null,
			myComing: shifts
				.filter((shift) => shift.userId === viewer?.userId && shift.startsAt > now)
				.map((shift) => ({ id: shift.id, unitNumber: shift.unitNumber, startsAt: shift.startsAt })),
			openHandovers: shifts
				.filter((shift) => shift.userId === viewer?.userId && shift.endsAt <= now && !shift.handoverNote)
				.map((shift) => ({ id: shift.id, unitNumber: shift.unitNumber })),
			tasks: (guide?.managerGuide.tasks ?? []).map((task) => ({
				id: task.id,
				title: task.title[locale],
				why: task.why[locale],
				done: done.find((one) => one.taskId === task.id) ?? null,
			})),
			waiting,
			flags: Number(flags.n),
			welcome,
			learners,
			meeting: meeting ?? null,
			handovers: before.map((shift) => ({ name: shift.name, html: markdownToHtml(shift.handoverNote ?? '') })),
		};
	},
});

export const tickShiftTask = verb({
	name: 'tickShiftTask',
	method: 'put',
	path: '/shifts/{shiftId}/tasks/{taskId}',
	summary: 'Mark a task of one’s shift as done, or not yet',
	scope: 'course:write',
	who: ['owner'],
	at: shiftGround,
	input: z.object({
		shiftId: z.uuid(),
		taskId: z.string().min(1).max(60),
		done: z.union([z.boolean(), z.stringbool()]).default(true),
	}),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		if (!scene.roles.has('acting')) refuse('shift_not_running', { status: 403 });
		if (input.done)
			await scene.trx
				.insertInto('shiftTaskDone')
				.values({ shiftId: input.shiftId, taskId: input.taskId, userId, doneAt: scene.now })
				.onConflict((c) => c.doNothing())
				.execute();
		else
			await scene.trx
				.deleteFrom('shiftTaskDone')
				.where('shiftId', '=', input.shiftId)
				.where('taskId', '=', input.taskId)
				.execute();
		return { done: input.done };
	},
});

/** Written during the shift or after it; without it the shift does not count as done. */
export const writeHandover = verb({
	name: 'writeHandover',
	method: 'put',
	path: '/shifts/{shiftId}/handover',
	summary: 'Write the note for those who lead next',
	scope: 'course:write',
	who: ['owner'],
	at: shiftGround,
	input: z.object({ shiftId: z.uuid(), note: z.string().trim().min(20).max(8000) }),
	async run(scene, input) {
		const { userId } = signedIn(scene);
		const shift = await scene.trx
			.selectFrom('shift')
			.selectAll()
			.where('id', '=', input.shiftId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (shift.startsAt > scene.now) refuse('shift_not_begun');
		await scene.trx
			.updateTable('shift')
			.set({ handoverNote: input.note, handoverAt: shift.handoverAt ?? scene.now })
			.where('id', '=', shift.id)
			.execute();
		await record(scene.trx, {
			kind: 'handover_written',
			actorId: userId,
			communityId: shift.communityId,
			cohortId: scene.place.cohortId,
			subjectId: shift.id,
			at: scene.now,
		});
		return { saved: true };
	},
});

export const requestSwap = verb({
	name: 'requestSwap',
	method: 'post',
	path: '/shifts/{shiftId}/swaps',
	summary: 'Ask somebody to swap one’s coming shift for theirs',
	scope: 'course:write',
	who: ['owner'],
	at: shiftGround,
	status: 201,
	input: z.object({ shiftId: z.uuid(), wantedShiftId: z.uuid(), message: z.string().trim().max(1000).default('') }),
	output: z.object({ swapId: z.uuid() }),
	async run(scene, input) {
		const viewer = signedIn(scene);
		const [mine, wanted] = await Promise.all(
			[input.shiftId, input.wantedShiftId].map((id) =>
				scene.trx
					.selectFrom('shift')
					.selectAll()
					.where('id', '=', id)
					.where('removedAt', 'is', null)
					.executeTakeFirst(),
			),
		);
		if (!mine || !wanted || wanted.communityId !== mine.communityId) throw notFound();
		if (wanted.userId === viewer.userId || wanted.unitNumber === mine.unitNumber)
			refuse('swap_pointless', { status: 422, field: 'wantedShiftId' });
		if (mine.startsAt <= scene.now || wanted.startsAt <= scene.now) refuse('shift_has_begun');
		const { id } = await scene.trx
			.insertInto('shiftSwap')
			.values({
				communityId: mine.communityId,
				offeredShiftId: mine.id,
				wantedShiftId: wanted.id,
				message: input.message,
				requestedAt: scene.now,
			})
			.onConflict((c) =>
				c
					.columns(['offeredShiftId', 'wantedShiftId'])
					.where('decidedAt', 'is', null)
					.doUpdateSet({ message: input.message }),
			)
			.returning('id')
			.executeTakeFirstOrThrow();
		await record(scene.trx, {
			kind: 'swap_requested',
			actorId: viewer.userId,
			communityId: mine.communityId,
			cohortId: scene.place.cohortId,
			subjectId: mine.id,
			data: { toId: wanted.userId, offeredUnit: mine.unitNumber, wantedUnit: wanted.unitNumber, swapId: id },
			at: scene.now,
		});
		return { swapId: id };
	},
});

export const answerSwap = verb({
	name: 'answerSwap',
	method: 'post',
	path: '/swaps/{swapId}/answer',
	summary: 'Agree to a swap of shifts, or not',
	scope: 'course:write',
	who: ['owner'],
	at: swapGround,
	input: z.object({ swapId: z.uuid(), accepted: z.union([z.boolean(), z.stringbool()]) }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const viewer = signedIn(scene);
		await lockCohort(trx, place.cohortId ?? '');
		const swap = await trx
			.selectFrom('shiftSwap')
			.selectAll()
			.where('id', '=', input.swapId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (swap.decidedAt) refuse('already_answered');
		const [offered, wanted] = await Promise.all(
			[swap.offeredShiftId, swap.wantedShiftId].map((id) =>
				trx.selectFrom('shift').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
			),
		);
		if (!offered || !wanted || offered.removedAt || wanted.removedAt) refuse('swap_gone');
		if (offered.startsAt <= now || wanted.startsAt <= now) refuse('shift_has_begun');
		await trx
			.updateTable('shiftSwap')
			.set({ decidedAt: now, accepted: input.accepted })
			.where('id', '=', swap.id)
			.execute();
		if (input.accepted) {
			const doubled = await trx
				.selectFrom('shift')
				.select('id')
				.where('communityId', '=', swap.communityId)
				.where('removedAt', 'is', null)
				.where((e) =>
					e.or([
						e.and([e('unitNumber', '=', wanted.unitNumber), e('userId', '=', offered.userId)]),
						e.and([e('unitNumber', '=', offered.unitNumber), e('userId', '=', wanted.userId)]),
					]),
				)
				.executeTakeFirst();
			if (doubled) refuse('acts_there_already');
			await trx.updateTable('shift').set({ removedAt: now }).where('id', 'in', [offered.id, wanted.id]).execute();
			for (const [shift, userId] of [
				[offered, wanted.userId],
				[wanted, offered.userId],
			] as const)
				await trx
					.insertInto('shift')
					.values({
						communityId: shift.communityId,
						userId,
						unitNumber: shift.unitNumber,
						startsAt: shift.startsAt,
						endsAt: shift.endsAt,
						createdAt: now,
					})
					.execute();
		}
		await record(trx, {
			kind: 'swap_decided',
			actorId: viewer.userId,
			communityId: swap.communityId,
			cohortId: place.cohortId,
			subjectId: offered.id,
			data: {
				toId: offered.userId,
				accepted: input.accepted,
				offeredUnit: offered.unitNumber,
				wantedUnit: wanted.unitNumber,
			},
			at: now,
		});
		return { accepted: input.accepted };
	},
});

/** If someone is absent a companion hands the shift on at once; the new shift begins this second. */
export const handOnShift = verb({
	name: 'handOnShift',
	method: 'post',
	path: '/shifts/{shiftId}/hand-on',
	summary: 'Hand a shift on to somebody else, at once',
	scope: 'course:write',
	who: ['companion'],
	at: shiftGround,
	input: z.object({ shiftId: z.uuid(), userId: z.uuid(), reason: z.string().trim().min(3).max(500) }),
	output: z.object({ shiftId: z.uuid() }),
	async run(scene, input) {
		const { trx, now, place } = scene;
		const viewer = signedIn(scene);
		const shift = await trx
			.selectFrom('shift')
			.selectAll()
			.where('id', '=', input.shiftId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (shift.removedAt || shift.endsAt <= now) refuse('shift_over');
		const learner = await trx
			.selectFrom('enrolment')
			.select('id')
			.where('cohortId', '=', place.cohortId)
			.where('userId', '=', input.userId)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (!learner) refuse('no_such_learner', { status: 422, field: 'userId' });
		const double = await trx
			.selectFrom('shift')
			.select('id')
			.where('communityId', '=', shift.communityId)
			.where('unitNumber', '=', shift.unitNumber)
			.where('userId', '=', input.userId)
			.where('removedAt', 'is', null)
			.executeTakeFirst();
		if (double) refuse('acts_there_already', { field: 'userId' });
		const begins = shift.startsAt > now ? shift.startsAt : now;
		if (shift.startsAt > now)
			await trx.updateTable('shift').set({ removedAt: now }).where('id', '=', shift.id).execute();
		else await trx.updateTable('shift').set({ endsAt: now }).where('id', '=', shift.id).execute();
		const next = await trx
			.insertInto('shift')
			.values({
				communityId: shift.communityId,
				userId: input.userId,
				unitNumber: shift.unitNumber,
				startsAt: begins,
				endsAt: shift.endsAt,
				handedOnFrom: shift.id,
				createdAt: now,
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		await audit(trx, {
			action: 'shift_handed_on',
			actorId: viewer.userId,
			subjectId: shift.id,
			cohortId: place.cohortId,
			detail: { to: input.userId, reason: input.reason },
		});
		await record(trx, {
			kind: 'shift_handed_on',
			actorId: viewer.userId,
			communityId: shift.communityId,
			cohortId: place.cohortId,
			subjectId: next.id,
			data: { fromId: shift.userId, toId: input.userId, unitNumber: shift.unitNumber },
			at: now,
		});
		return { shiftId: next.id };
	},
});
