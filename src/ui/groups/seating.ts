/** The board a table is drawn on, in its own units; names stand above the seats at the head and below the others. */
export const board = { width: 300, height: 232, face: 25 } as const;
export const tableTop = { x: 150, y: 118, rx: 80, ry: 58 } as const;

export interface Point {
	x: number;
	y: number;
}

export interface Seat extends Point {
	/** The name stands above a seat at the head of the table. */
	head: boolean;
}

const around: Readonly<Record<number, readonly [number, number][]>> = {
	1: [[150, 50]],
	2: [
		[78, 118],
		[222, 118],
	],
	3: [
		[150, 46],
		[88, 172],
		[212, 172],
	],
	4: [
		[82, 68],
		[218, 68],
		[218, 172],
		[82, 172],
	],
	5: [
		[150, 42],
		[248, 96],
		[208, 178],
		[92, 178],
		[52, 96],
	],
	6: [
		[96, 50],
		[204, 50],
		[256, 118],
		[204, 182],
		[96, 182],
		[44, 118],
	],
};

/** Where people sit at a table of `count`; one to six have a drawn place, larger tables stand in an even ring. */
export function seats(count: number): Seat[] {
	const drawn = around[count] ?? ring(count);
	return drawn.map(([x, y]) => ({ x, y, head: y < 60 }));
}

function ring(count: number): [number, number][] {
	return Array.from({ length: count }, (_, index) => {
		const angle = (2 * Math.PI * index) / count - Math.PI / 2;
		return [Math.round(150 + 106 * Math.cos(angle)), Math.round(114 + 72 * Math.sin(angle))];
	});
}

/** A thread between two seats, bent a little towards the middle of the table, from the edge of one face to the other's. */
export function thread(from: Point, to: Point, shift = 0): string {
	const centre = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
	const bend = { x: centre.x + (tableTop.x - centre.x) * 0.3, y: centre.y + (tableTop.y - centre.y) * 0.3 };
	const across = Math.hypot(to.x - from.x, to.y - from.y) || 1;
	const off = { x: (-(to.y - from.y) / across) * shift, y: ((to.x - from.x) / across) * shift };
	const start = towards(from, bend);
	const end = towards(to, bend);
	const point = (at: Point) => `${round(at.x + off.x)} ${round(at.y + off.y)}`;
	return `M${point(start)}Q${point(bend)} ${point(end)}`;
}

function towards(from: Point, to: Point): Point {
	const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
	const reach = board.face + 3;
	return { x: from.x + ((to.x - from.x) / length) * reach, y: from.y + ((to.y - from.y) / length) * reach };
}

const round = (value: number) => Math.round(value * 10) / 10;
