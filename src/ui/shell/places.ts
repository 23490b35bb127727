import type { IconName } from '../icons/shapes.ts';

/** One of the rooms a person can go to from everywhere in a community. */
export interface Place {
	id: string;
	label: string;
	/** A shorter word for the phone's bottom bar, where five places share 320 px. */
	short?: string | undefined;
	href: string;
	icon: IconName;
	/** Shown under the place while it is the current one. */
	children?: readonly SubPlace[] | undefined;
}

export interface SubPlace {
	id: string;
	label: string;
	href: string;
}

export interface CommunityLink {
	id: string;
	name: string;
	/** One quiet line: "Woche 5 von 10", "2 neue Themen". */
	line?: string | undefined;
	href: string;
	current?: boolean | undefined;
}

export interface ShellViewer {
	name: string;
	picture?: string | undefined;
	/** Own pages: profile, learning time, settings. */
	links: readonly { label: string; href: string }[];
}

const onThePhone = 4;

/** The bottom bar holds five places at most: four rooms and "Mehr". The place one is in is always among them. */
export function bottomPlaces(places: readonly Place[], current: string | undefined): readonly Place[] {
	const first = places.slice(0, onThePhone);
	const here = places.find((place) => place.id === current);
	return !here || first.includes(here) ? first : [...first.slice(0, onThePhone - 1), here];
}
