export interface Station {
	/** 1 to 10. */
	number: number;
	label: string;
	state: 'done' | 'current' | 'coming';
	/** One quiet line under the name: "bis Dienstag". */
	note?: string | undefined;
	href?: string | undefined;
	/** The viewer is community manager in this unit. */
	ownShift?: boolean | undefined;
}

/** The exam at the end of the path. */
export interface Gate {
	label: string;
	state: 'done' | 'current' | 'coming';
	note?: string | undefined;
	href?: string | undefined;
}

/** How far each station stands from the middle of the path, in CSS pixels; a country lane, not a ruler. */
export const bends = [0, -5, 4, 7, 0, -6, -2, 6, 3, -4, 0] as const;

const middle = 24;
const step = 100;

/** The lane from station `from` to station `to` (counted from 0), one station every 100 units, drawn as an SVG path. */
export function lane(from: number, to: number): string {
	const at = (index: number) => ({ x: step * (index + 0.5), y: middle + (bends[index % bends.length] ?? 0) });
	const start = at(from);
	let drawn = `M${start.x} ${start.y}`;
	for (let index = from + 1; index <= to; index++) {
		const [a, b] = [at(index - 1), at(index)];
		drawn += `C${a.x + step / 2} ${a.y} ${b.x - step / 2} ${b.y} ${b.x} ${b.y}`;
	}
	return drawn;
}
