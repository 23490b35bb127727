import { m } from '#messages/messages.js';
import type { CommunityLink, Place } from '#ui/shell/places.ts';

type Rooms = {
	communities: readonly {
		id: string;
		name: string;
		kind: string;
		archived: boolean;
		unread: number;
		meeting: number | null;
	}[];
	organiser: boolean;
	examiner: boolean;
	administrator: boolean;
	governs: readonly { id: string; name: string }[];
	finds: boolean;
};
type Home = { id: string; kind: string; ownPace: boolean; roles: readonly string[]; exam: { id: string } | null };

/** The rooms of one community, in the order of what its reader does there most. */
export function communityPlaces(home: Home): Place[] {
	const is = (role: string) => home.roles.includes(role);
	const at = (path: string) => `/c/${home.id}/${path}`;
	const cohort = home.kind === 'cohort';
	const inGroups = cohort && !home.ownPace;
	const places: (Place | false)[] = [
		cohort &&
			is('learner') && {
				id: 'week',
				label: m.place_week(),
				short: m.place_week_short(),
				href: at('week'),
				icon: 'week',
			},
		cohort &&
			is('companion') &&
			!is('former') && {
				id: 'guidance',
				label: m.place_guidance(),
				href: at('guidance'),
				icon: 'care',
				children: [
					{ id: 'recommendations', label: m.guidance_given(), href: at('recommendations') },
					{ id: 'unnamed', label: m.unnamed_desk(), href: at('guidance/questions') },
				],
			},
		{ id: 'talk', label: m.place_talk(), short: m.place_talk_short(), href: at('talk'), icon: 'talk' },
		inGroups &&
			is('learner') &&
			!is('former') && {
				id: 'group',
				label: m.place_group(),
				short: m.place_group_short(),
				href: at('group'),
				icon: 'group',
			},
		inGroups &&
			(is('companion') || is('organiser')) && {
				id: 'groups',
				label: m.place_groups(),
				href: at('groups'),
				icon: 'group',
			},
		{ id: 'meetings', label: m.place_meetings(), href: at('meetings'), icon: 'meeting' },
		cohort && { id: 'units', label: m.place_units(), short: m.place_units_short(), href: at('units'), icon: 'book' },
		cohort &&
			is('learner') && {
				id: 'records',
				label: m.place_records(),
				short: m.place_records_short(),
				href: at('records/me'),
				icon: 'document',
			},
		cohort &&
			(is('companion') || is('organiser')) && {
				id: 'records',
				label: m.place_learner_records(),
				href: at('records'),
				icon: 'document',
			},
		cohort &&
			(is('companion') || is('organiser')) && {
				id: 'evaluation',
				label: m.place_evaluation(),
				href: at('evaluation'),
				icon: 'heart',
			},
		is('acting') && { id: 'shift', label: m.place_shift(), href: at('shift'), icon: 'leaf' },
		(is('acting') || is('companion') || is('manager')) && {
			id: 'cases',
			label: m.place_cases(),
			href: at('cases'),
			icon: 'flag',
		},
		home.exam !== null &&
			is('learner') && { id: 'exam', label: m.place_exam(), href: `/exams/${home.exam.id}`, icon: 'exam' },
		{ id: 'people', label: m.place_people(), href: at('people'), icon: 'people' },
		{
			id: 'house-rules',
			label: m.place_house_rules(),
			short: m.place_house_rules_short(),
			href: at('house-rules'),
			icon: 'home',
		},
		{ id: 'about', label: m.place_about(), href: at('about'), icon: 'info' },
		{
			id: 'notifications',
			label: m.me_notifications(),
			short: m.place_notifications_short(),
			href: at('notifications'),
			icon: 'mail',
		},
		!cohort &&
			is('manager') && {
				id: 'settings',
				label: m.place_community_settings(),
				short: m.place_settings_short(),
				href: at('settings'),
				icon: 'settings',
				children: [{ id: 'spaces', label: m.place_spaces(), href: at('spaces') }],
			},
	];
	return places.filter((place) => place !== false);
}

/** Where the offices work that belong to no single community. */
export function officePlaces(rooms: Rooms): Place[] {
	const places: (Place | false)[] = [
		{ id: 'start', label: m.place_start(), href: '/?all', icon: 'home' },
		rooms.organiser && { id: 'cohorts', label: m.place_cohorts(), href: '/cohorts', icon: 'calendar' },
		(rooms.organiser || rooms.administrator) && {
			id: 'exam-cases',
			label: m.place_exam_cases(),
			href: '/cases',
			icon: 'document',
		},
		...rooms.governs.map(({ id, name }): Place => ({
			id: `communities-${id}`,
			label: rooms.governs.length === 1 ? m.govern_place() : name,
			href: `/organisations/${id}/communities`,
			icon: 'group',
		})),
		rooms.finds && { id: 'communities', label: m.find_page(), href: '/communities', icon: 'search' },
		rooms.examiner && { id: 'marking', label: m.place_marking(), href: '/marking', icon: 'exam' },
		rooms.administrator && { id: 'admin', label: m.place_admin(), href: '/admin', icon: 'settings' },
	];
	return places.filter((place) => place !== false);
}

export function communityLinks(rooms: Rooms, here: string | undefined): CommunityLink[] {
	return rooms.communities.map((room) => ({
		id: room.id,
		name: room.name,
		href: `/c/${room.id}`,
		current: room.id === here,
		line: room.archived ? m.archived_line() : lineOf(room),
	}));
}

function lineOf(room: Rooms['communities'][number]): string | undefined {
	if (room.unread > 0) return m.unread_threads({ count: room.unread });
	return room.kind === 'cohort' && room.meeting !== null && room.meeting < 10
		? m.week_of_ten({ week: room.meeting + 1 })
		: undefined;
}
