import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const pairs = [...tokens.matchAll(/--([\w-]+): light-dark\(\s*oklch\(([^)]+)\),\s*oklch\(([^)]+)\)\s*\)/g)].map(
	([, name = '', day = '', evening = '']) => [name, { day, evening }] as const,
);
const colours = Object.fromEntries(pairs);

/** WCAG 2.2 relative luminance of an OKLCH colour, by Ottosson's OKLab matrices. */
function luminance(oklch: string): number {
	const [lightness = 0, chroma = 0, hue = 0] = oklch.split(' ').map(Number);
	const a = chroma * Math.cos((hue * Math.PI) / 180);
	const b = chroma * Math.sin((hue * Math.PI) / 180);
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
	const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
	const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
	const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, when: 'day' | 'evening'): number {
	const [lighter = 0, darker = 0] = [one, other]
		.map((name) => {
			const colour = colours[name];
			if (!colour) throw new Error(`there is no token --${name}`);
			return luminance(colour[when]);
		})
		.sort((x, y) => y - x);
	return (lighter + 0.05) / (darker + 0.05);
}

const text: [string, string[]][] = [
	[
		'ink',
		['paper', 'paper-2', 'paper-3', 'sheet', 'green-soft', 'apricot-soft', 'amber-soft', 'red-soft', 'green-mid'],
	],
	['ink-2', ['paper', 'paper-2', 'paper-3', 'sheet', 'green-soft', 'apricot-soft', 'amber-soft', 'red-soft']],
	['ink-3', ['paper', 'paper-2', 'sheet']],
	['green', ['paper', 'paper-2', 'sheet', 'green-soft']],
	['green-deep', ['paper', 'green-soft']],
	['on-green', ['green', 'green-deep']],
	['apricot-ink', ['paper', 'apricot-soft']],
	['amber-ink', ['paper', 'amber-soft']],
	['red-ink', ['paper', 'sheet', 'red-soft']],
	['paper', ['ink']],
];
const controls: [string, string[]][] = [
	['edge', ['paper', 'sheet']],
	['red', ['paper', 'sheet']],
	['focus', ['paper', 'paper-2', 'sheet', 'green-soft']],
	...[1, 2, 3, 4, 5, 6, 7, 8].map((hue): [string, string[]] => [`h${hue}`, ['paper', 'sheet']]),
];

describe.each(['day', 'evening'] as const)('by %s', (when) => {
	test.each(text)('text in --%s can be read', (ink, grounds) => {
		for (const ground of grounds) expect(contrast(ink, ground, when), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
	});
	test.each(controls)('what is drawn in --%s can be seen', (line, grounds) => {
		for (const ground of grounds) expect(contrast(line, ground, when), `on ${ground}`).toBeGreaterThanOrEqual(3);
	});
});
