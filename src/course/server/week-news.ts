import { sql } from 'kysely';
import { excerpt, plainText } from '#platform/markdown.ts';
import type { Scene } from '#platform/server/verb.ts';
import type { Locale } from '#platform/viewer.ts';
import { pictureOf } from '#course/server/cohort-here.ts';
import type { CohortRow } from '#course/server/cohort-row.ts';
import { formatOf, outlineOf, partsOfMeeting } from '#course/server/course-content.ts';
import type { CohortUnit } from '#course/server/course-package.ts';
import { levelsSchema } from '#course/server/feedback-read.ts';
import { nextMeeting, type UnitSchedule } from '#course/server/unit-schedule.ts';

type FeedbackRow = {
	kind: 'companion' | 'peer';
	name: string;
	pictureFileId: string | null;
	words: string;
	levels: unknown;
	givenAt: Date;
	submissionId: string | null;
	submissionKind: 'group' | 'person' | null;
	unitNumber: number | null;
	threadId: string | null;
	threadTitle: string | null;
};

/** The newest feedback on a result one is credited for, or on a post of one's own. */
export async function latestFeedback(
	{ trx, locale }: Scene,
	{
		cohort,
		units,
		levels,
		userId,
	}: { cohort: CohortRow; units: readonly CohortUnit[]; levels: readonly string[]; userId: string },
) {
	const { rows } = await sql<FeedbackRow>`
		select f.kind, u.name, u.picture_file_id as "pictureFileId", f.words, f.levels, f.given_at as "givenAt",
			f.submission_id as "submissionId", s.kind as "submissionKind", s.unit_number as "unitNumber",
			p.thread_id as "threadId", t.title as "threadTitle"
		from feedback f join "user" u on u.id = f.author_id left join submission s on s.id = f.submission_id
		left join post p on p.id = f.post_id left join thread t on t.id = p.thread_id
		where f.cohort_id = ${cohort.id} and f.author_id <> ${userId} and (p.author_id = ${userId}
			or exists (select from submission_member m where m.submission_id = f.submission_id and m.user_id = ${userId}))
		order by f.given_at desc limit 1`.execute(trx);
	const [row] = rows;
	if (!row) return null;
	const { pictureFileId, levels: given, words, ...rest } = row;
	const unit = row.unitNumber ? units[row.unitNumber - 1]?.unit : undefined;
	const rubric = (row.submissionKind === 'person' ? unit?.individual : unit?.assignment)?.rubric ?? [];
	const chosen = levelsSchema.parse(given);
	return {
		...rest,
		picture: pictureOf(pictureFileId),
		words: excerpt(words, 480),
		cut: plainText(words).length > 480,
		title:
			(row.submissionKind === 'person' ? unit?.individual.title : unit?.template.title)?.[locale] ?? row.threadTitle,
		levels: rubric.flatMap(({ id, title }) => {
			const value = chosen[id];
			return value ? { id, title: title[locale], value, words: levels[value - 1] ?? '' } : [];
		}),
	};
}

/** The meeting that goes on or comes next, its two parts as long as they are, and one's group's place in the queue. */
export async function meetingAhead(
	{ trx, now, locale }: Scene,
	{ cohort, schedule, userId }: { cohort: CohortRow; schedule: UnitSchedule; userId: string | null },
) {
	const meeting = nextMeeting(schedule, now);
	if (!meeting) return null;
	const [queue, parts] = await Promise.all([
		queueOf(trx, meeting.id, userId),
		meeting.kind === 'work' ? workOf(meeting) : partsOf(trx, cohort, meeting.id, meeting.number, locale),
	]);
	const place = queue.findIndex(({ mine }) => mine);
	return {
		...meeting,
		parts,
		/** Where it is held; empty when online. */
		where: meeting.place,
		place: place === -1 ? null : place + 1,
		results: queue.length,
	};
}

/** The groups in the order in which they present, and which is the person's own. */
const queueOf = (trx: Scene['trx'], meetingId: string, userId: string | null) =>
	trx
		.selectFrom('presentation as p')
		.select(['p.learningGroupId'])
		.select((e) =>
			e
				.exists(
					e
						.selectFrom('learningGroupMember as m')
						.select('m.userId')
						.whereRef('m.learningGroupId', '=', 'p.learningGroupId')
						.where('m.userId', '=', userId)
						.where('m.leftAt', 'is', null),
				)
				.as('mine'),
		)
		.where('p.meetingId', '=', meetingId)
		.orderBy('p.position')
		.execute();

const workOf = ({ title, startsAt, endsAt }: { title: string; startsAt: Date; endsAt: Date }) => [
	{ title, minutes: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000) },
];

async function partsOf(trx: Scene['trx'], cohort: CohortRow, meetingId: string, number: number, locale: Locale) {
	const format = formatOf(await outlineOf(trx, cohort.courseVersionId), cohort.deliveryFormat);
	const named = partsOfMeeting(format, number);
	const rows = await trx
		.selectFrom('agendaItem')
		.select(['part', (e) => e.fn.sum<number>('minutes').as('minutes')])
		.where('meetingId', '=', meetingId)
		.groupBy('part')
		.execute();
	const minutesOf = (part: string) => Number(rows.find((row) => row.part === part)?.minutes ?? 0);
	// An agenda that was changed by hand says how long the parts of an ordinary meeting are; otherwise the format does.
	const written = named.length <= 2 ? [minutesOf('review'), minutesOf('outlook')] : [];
	return named.map(({ title, minutes }, index) => ({ title: title[locale], minutes: written[index] || minutes }));
}

/** Who leads now, until when, and in which units one leads oneself. */
export async function leadership({ trx, now }: Scene, communityId: string, userId: string | null) {
	const shifts = await trx
		.selectFrom('shift as s')
		.innerJoin('user as u', 'u.id', 's.userId')
		.select([
			's.id',
			's.unitNumber',
			's.startsAt',
			's.endsAt',
			's.handoverNote',
			'u.id as userId',
			'u.name',
			'u.pictureFileId',
		])
		.where('s.communityId', '=', communityId)
		.where('s.removedAt', 'is', null)
		.orderBy('s.startsAt')
		.orderBy('u.name')
		.execute();
	const own = shifts.filter((shift) => shift.userId === userId);
	return {
		now: shifts
			.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
			.map(({ id, userId: who, name, pictureFileId, endsAt, unitNumber }) => ({
				shiftId: id,
				userId: who,
				name,
				picture: pictureOf(pictureFileId),
				endsAt,
				unitNumber,
				me: who === userId,
			})),
		ownUnits: [...new Set(own.flatMap(({ unitNumber }) => unitNumber ?? []))],
		handoverOpen: own.some(({ endsAt, handoverNote }) => endsAt <= now && !handoverNote),
	};
}

/** The house rules in force while one has not accepted them, with their version; null when there is nothing to do. */
export async function houseRulesToAccept({ trx }: Scene, communityId: string, userId: string): Promise<number | null> {
	const current = await trx
		.selectFrom('houseRules as h')
		.leftJoin('houseRulesAcceptance as a', (join) =>
			join.onRef('a.houseRulesId', '=', 'h.id').on('a.userId', '=', userId),
		)
		.select(['h.version', 'a.acceptedAt'])
		.where('h.communityId', '=', communityId)
		.orderBy('h.version', 'desc')
		.limit(1)
		.executeTakeFirst();
	return current && !current.acceptedAt ? current.version : null;
}
