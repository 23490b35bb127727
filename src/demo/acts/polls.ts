import { castBallot, startPoll } from '#conversation/server/polls.ts';
import { threadPage } from '#conversation/server/thread-page.ts';
import { wallClock } from '#platform/time.ts';
import type { Room } from '#demo/acts/talk.ts';
import type { PollEntry, ThreadEntry } from '#demo/corpus/conversation.ts';
import { does } from '#demo/story/does.ts';
import { soonAfter } from '#demo/story/instants.ts';
import { lot } from '#demo/story/lot.ts';
import { zone } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

type Here<Moment> = Pick<Room<Moment>, 'name' | 'person' | 'at' | 'until'>;
type Opening = { spaceId: string | undefined; title: string; body: string };

/** Starts a thread's poll as it is written. */
export function startsPoll<Moment>(
	room: Here<Moment>,
	author: string,
	poll: PollEntry<Moment>,
	now: Date,
	opening: Opening,
) {
	const end = wallClock(room.at(poll.closes), zone);
	return does(room.person(author), now, startPoll, { ...opening, ...poll, closesAt: `${end.date}T${end.time}` });
}

/** Everybody's vote, within the day after the poll began. */
export const voteActs = <Moment>(
	room: Here<Moment>,
	{ author, at, poll }: ThreadEntry<Moment>,
	threadId: () => string,
): Act[] =>
	(poll?.votes ?? []).map(({ by, choose }) => ({
		at: soonAfter(room.at(at), 4 + Math.round(800 * lot('votes', by, author)), room.until),
		what: `${room.name}: ${by} votes`,
		run: async (now) => {
			const page = await does(room.person(by), now, threadPage, { threadId: threadId() });
			const options = page.poll?.options ?? [];
			const optionIds = choose.map((number) => options[number - 1]?.id);
			await does(room.person(by), now, castBallot, { threadId: threadId(), optionIds });
		},
	}));
