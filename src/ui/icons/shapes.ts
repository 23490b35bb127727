/**
 * Drawn by hand on a grid of 20 px, stroke 1.6, round ends.
 * `body` is the outline that fills when the icon stands for the place one is in; `detail` is cut out of the filled body,
 * `outside` is drawn beside it. What never stands for a place and is never chosen has nothing that fills.
 */
export interface Shape {
	body?: string;
	detail?: string;
	outside?: string;
}

export const shapes = {
	week: { body: 'M3.5 5h13v12h-13zM7 2.8V5M13 2.8V5', detail: 'M3.5 8h13M7.3 12.2l2 2 3.6-3.8' },
	talk: { body: 'M2.5 3.5h10v7.5H7l-2.6 2.4V11H2.5z', outside: 'M15 7h2.5v7.5h-1.9v2.4L13 14.5H7.6' },
	group: {
		body: 'M10 8.2a2.3 2.3 0 1 0 0-4.6a2.3 2.3 0 0 0 0 4.6zM5.8 15.8c0-3 1.8-4.8 4.2-4.8s4.2 1.8 4.2 4.8z',
		outside:
			'M4.4 9.6a1.8 1.8 0 1 1 .4-3.5M1.8 14.3c.1-1.7.8-2.8 2-3.2M15.6 9.6a1.8 1.8 0 1 0-.4-3.5M18.2 14.3c-.1-1.7-.8-2.8-2-3.2',
	},
	meeting: { body: 'M2 5h11.5v10H2z', outside: 'M13.5 8.7L17.8 6.5v7l-4.3-2.2' },
	book: {
		body: 'M10 5C8 3.9 5.5 3.6 2.2 3.7v11.6c3.3-.1 5.8.2 7.8 1.3c2-1.1 4.5-1.4 7.8-1.3V3.7C14.5 3.6 12 3.9 10 5z',
		detail: 'M10 5v11.4M12.5 8.2l2.8-.3M12.5 11.2l2.8-.3',
	},
	document: { body: 'M6.5 2.5h6l4 4v8.5h-10z', detail: 'M12.3 2.7v4h4', outside: 'M3.5 6v11.5h9.5' },
	people: {
		body: 'M4.5 3h12v14h-12z',
		detail: 'M10.5 10a1.9 1.9 0 1 0 0-3.8a1.9 1.9 0 0 0 0 3.8zM7.3 14c.3-1.6 1.5-2.5 3.2-2.5s2.9.9 3.2 2.5',
		outside: 'M2.8 6.5h1.7M2.8 10h1.7M2.8 13.5h1.7',
	},
	home: { body: 'M3 9.2L10 3l7 6.2V17h-4.8v-4.8H7.8V17H3z' },
	care: {
		body: 'M10 9.4C7.6 7.8 6.3 6.5 6.3 4.9A2 2 0 0 1 10 4a2 2 0 0 1 3.7.9c0 1.6-1.3 2.9-3.7 4.5z',
		outside: 'M1.8 12.3l3.4-.6 3 1.2h2.6a1.1 1.1 0 0 1 0 2.2H8M10.8 14.8l5.3-2.3a1.2 1.2 0 0 1 1 2.2L11 17.6l-9.2-1',
	},
	search: { body: 'M8.7 14.5a5.8 5.8 0 1 0 0-11.6a5.8 5.8 0 0 0 0 11.6z', outside: 'M13 13l4.3 4.3' },
	bell: { outside: 'M4.8 13.8V9a5.2 5.2 0 0 1 10.4 0v4.8l1.6 1.4H3.2zM8.2 17.3c1 .8 2.6.8 3.6 0' },
	more: {
		outside:
			'M3.5 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0zM9.5 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0zM15.5 10a.5.5 0 1 0 1 0a.5.5 0 1 0-1 0z',
	},
	leaf: { body: 'M4.5 17.5C3 9.5 7.5 3.5 17 2.8C17.3 11.5 12.5 16.5 6 14.9', outside: 'M4 18c1.6-4 4-7 7.5-9.5' },
	check: { outside: 'M3.5 10.5l4.2 4.2L16.5 5.5' },
	circle: { body: 'M10 16.5a6.5 6.5 0 1 0 0-13a6.5 6.5 0 0 0 0 13z' },
	'circle-check': { body: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15z', detail: 'M6.5 10.3l2.5 2.5 4.6-5' },
	clock: { outside: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15zM10 5.7V10l3 2' },
	'arrow-right': { outside: 'M3.5 10h13M11.5 5l5 5-5 5' },
	'arrow-left': { outside: 'M16.5 10h-13M8.5 5l-5 5 5 5' },
	'arrow-up': { outside: 'M10 16.5v-13M5 8.5l5-5 5 5' },
	'arrow-down': { outside: 'M10 3.5v13M5 11.5l5 5 5-5' },
	'chevron-down': { outside: 'M4.5 7.5l5.5 5.5 5.5-5.5' },
	'chevron-right': { outside: 'M7.5 4.5l5.5 5.5-5.5 5.5' },
	reply: { outside: 'M7.5 4.5L3 9l4.5 4.5M3 9h8.5c3.5 0 5.5 2 5.5 6' },
	undo: { outside: 'M6.5 3.5L3 7l3.5 3.5M3 7h8.7a4.7 4.7 0 0 1 0 9.4H7' },
	flag: { body: 'M5 3.5c4-1.8 6 1.8 11 0v8c-5 1.8-7-1.8-11 0z', outside: 'M5 2.5V18' },
	bookmark: { body: 'M5.5 3h9v14L10 13.6 5.5 17z' },
	pin: { body: 'M7 2.8h6l-.7 5.2 2.7 3.2H5l2.7-3.2z', outside: 'M10 11.2v6.3' },
	edit: { outside: 'M3.5 16.5l.8-3.6L13.8 3.4l2.8 2.8-9.5 9.5zM11.8 5.4l2.8 2.8' },
	trash: { outside: 'M5 6l.8 11.3h8.4L15 6M8.4 9v5.3M11.6 9v5.3M3.2 5.7h13.6M7.5 5.5v-2.3h5v2.3' },
	download: { outside: 'M10 3v9.8M5.8 8.8L10 13l4.2-4.2M3.5 17h13' },
	calendar: { body: 'M3.5 5h13v12h-13zM7 2.8V5M13 2.8V5', detail: 'M3.5 8h13M10 10.3v4.4M7.8 12.5h4.4' },
	lock: { outside: 'M4.5 9h11v8h-11zM10 12v2M6.8 9V6.5a3.2 3.2 0 0 1 6.4 0V9' },
	warning: { body: 'M10 3.2l7.6 13.3H2.4z', detail: 'M10 8v4.2M10 14.3v.01' },
	stop: { body: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15z', detail: 'M10 6v4.8M10 13.8v.01' },
	info: { body: 'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15z', detail: 'M10 9.3v4.7M10 6.3v.01' },
	close: { outside: 'M5 5l10 10M15 5L5 15' },
	plus: { outside: 'M10 4v12M4 10h12' },
	link: {
		outside:
			'M8.3 11.7a3 3 0 0 0 4.3.2l3-3a3 3 0 0 0-4.3-4.3l-1.4 1.4M11.7 8.3a3 3 0 0 0-4.3-.2l-3 3a3 3 0 0 0 4.3 4.3l1.4-1.4',
	},
	at: { outside: 'M10 13a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM13 7v4.2a2 2 0 0 0 4 0V10a7 7 0 1 0-3 5.8' },
	attach: {
		outside:
			'M15.8 9.2l-6 6a3.6 3.6 0 0 1-5.1-5.1l6.7-6.7a2.4 2.4 0 0 1 3.4 3.4l-6.6 6.6a1.2 1.2 0 0 1-1.7-1.7l5.8-5.8',
	},
	bold: { outside: 'M6 3.5h4.8a3.1 3.1 0 0 1 0 6.2H6zM6 9.7h5.5a3.4 3.4 0 0 1 0 6.8H6z' },
	italic: { outside: 'M8.5 3.5h6M5.5 16.5h6M12 3.5L8 16.5' },
	heading: { outside: 'M3 4v12M10 4v12M3 10h7M13.3 11.5a2 2 0 1 1 3.6 1.2L13.3 16.5h4' },
	list: { outside: 'M7.5 5h9.5M7.5 10h9.5M7.5 15h9.5M3.5 5h.01M3.5 10h.01M3.5 15h.01' },
	quote: {
		outside: 'M8.3 5.5H3.5v5h4.8zM8.3 10.5c0 2.5-1.3 3.7-3.3 4M16.8 5.5H12v5h4.8zM16.8 10.5c0 2.5-1.3 3.7-3.3 4',
	},
	thanks: {
		body: 'M6 10.5L4.3 7.2a1 1 0 0 1 1.8-.9l2 3.6L5.9 4.8a1 1 0 0 1 1.9-.8l2.6 5.2-1.7-4a1 1 0 0 1 1.9-.7l3.3 7.3c1.3 3-.1 5.6-2.7 6.6c-2.9 1.1-5.3-.2-6.5-2.7L3 12.2a1 1 0 0 1 1.7-1z',
		outside: 'M12.5 3.5l.8-1.5M15 5.5l1.7-.7M15.5 8.2l1.7.3',
	},
	heart: {
		body: 'M10 16.5C5.3 13.2 2.8 10.5 2.8 7.5A3.7 3.7 0 0 1 10 6.2a3.7 3.7 0 0 1 7.2 1.3c0 3-2.5 5.7-7.2 9z',
	},
	agree: {
		body: 'M7 9l3-6a1.8 1.8 0 0 1 1.8 2.2L11.3 8h4.5a1.3 1.3 0 0 1 1.2 1.7l-1.7 5.6a1.5 1.5 0 0 1-1.4 1H7z',
		outside: 'M3 9h4v7.3H3z',
	},
	idea: {
		body: 'M7.5 13.5c0-1.5-2.5-2.7-2.5-5.8a5 5 0 0 1 10 0c0 3.1-2.5 4.3-2.5 5.8z',
		outside: 'M7.8 16h4.4M8.8 18h2.4',
	},
	eye: {
		outside:
			'M1.8 10C4 6.3 6.7 4.6 10 4.6S16 6.3 18.2 10c-2.2 3.7-4.9 5.4-8.2 5.4S4 13.7 1.8 10zM10 12.4a2.4 2.4 0 1 0 0-4.8a2.4 2.4 0 0 0 0 4.8z',
	},
	mail: { body: 'M2.5 4.5h15v11h-15z', detail: 'M2.8 5l7.2 6 7.2-6' },
	certificate: { body: 'M3 3.5h14v9H3z', detail: 'M6 6.5h8M6 9.3h4M12.5 12.5v5l1.7-1.2 1.8 1.2v-5' },
	exam: { body: 'M4 2.5h9l3 3v12H4z', detail: 'M7 8h6M7 11h6M7 14h3.5' },
	settings: {
		body: 'M10 12.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5z',
		outside:
			'M10 2.5v2.3M10 15.2v2.3M2.5 10h2.3M15.2 10h2.3M4.7 4.7l1.6 1.6M13.7 13.7l1.6 1.6M15.3 4.7l-1.6 1.6M6.3 13.7l-1.6 1.6',
	},
	language: {
		outside:
			'M10 17.5a7.5 7.5 0 1 0 0-15a7.5 7.5 0 0 0 0 15zM2.7 10h14.6M10 2.5c2.3 2.2 3.2 4.7 3.2 7.5s-.9 5.3-3.2 7.5c-2.3-2.2-3.2-4.7-3.2-7.5s.9-5.3 3.2-7.5z',
	},
	device: { outside: 'M3 4h14v9.5H3zM7 17h6M10 13.5V17' },
	sun: {
		outside:
			'M10 13.5a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M15.8 4.2l-1.4 1.4M5.6 14.4l-1.4 1.4',
	},
	moon: { outside: 'M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8z' },
	'sign-out': { outside: 'M12 3.5H4v13h8M8.5 10h9M14 6.5l3.5 3.5-3.5 3.5' },
	away: {
		outside: 'M8 10a3.2 3.2 0 1 0 0-6.4a3.2 3.2 0 0 0 0 6.4zM2.5 16.5c.3-3 2.5-4.7 5.5-4.7s5.2 1.7 5.5 4.7M14.5 8h4',
	},
} satisfies Record<string, Shape>;

export type IconName = keyof typeof shapes;
