import { fixGroups } from '#course/server/forming.ts';
import { groupsPage } from '#course/server/groups-page.ts';
import { seatPerson } from '#course/server/seating.ts';
import { addMinutes } from '#platform/time.ts';
import type { Viewer } from '#platform/viewer.ts';
import { does } from '#demo/story/does.ts';
import { leadersOf, type Stage, type StageMeeting } from '#demo/story/stage.ts';
import type { Act } from '#demo/story/timeline.ts';

/** Minutes before the end of a meeting. */
const tables = 20;
const fixed = 6;

/** The tables for the next unit are rearranged by hand until they are as planned, and then fixed. */
export function groupActs(stage: Stage, { number, endsAt }: StageMeeting): Act[] {
	const wanted = stage.plan.units.find(({ unit }) => unit === number + 1)?.groups;
	if (!wanted) return [];
	const former = stage.person(leadersOf(stage, number)[0]);
	const { communityId } = stage;
	return [
		{
			at: addMinutes(endsAt, -tables),
			what: `${stage.name}: the tables of unit ${number + 1}`,
			run: (at) =>
				arrange(
					stage,
					former,
					at,
					wanted.map((group) => group.map((key) => stage.person(key).userId)),
				),
		},
		{
			at: addMinutes(endsAt, -fixed),
			what: `${stage.name}: the groups of unit ${number + 1} are fixed`,
			run: (at) => does(former, at, fixGroups, { communityId }),
		},
	];
}

async function arrange(stage: Stage, former: Viewer, at: Date, wanted: readonly (readonly string[])[]): Promise<void> {
	const { communityId } = stage;
	const page = await does(former, at, groupsPage, { communityId });
	const now = page.tables.map((table) => [...table]);
	let { version } = page;
	for (const [table, people] of wanted.entries())
		for (const userId of people) {
			const from = now.findIndex((each) => each.includes(userId));
			if (from === table) continue;
			const other = now[table]?.find((each) => !people.includes(each));
			const seat = other === undefined ? { table } : { swapWith: other };
			({ version } = await does(former, at, seatPerson, { communityId, userId, ...seat, version }));
			now[from] = (now[from] ?? []).filter((each) => each !== userId).concat(other ?? []);
			now[table] = (now[table] ?? []).filter((each) => each !== other).concat(userId);
		}
}
