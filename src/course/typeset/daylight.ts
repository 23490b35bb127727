/**
 * The day colours of the pages, for what is printed: read from the style sheet, so that both agree, and turned into the
 * hexadecimal values that drawings need outside of a browser.
 */
export function daylight(tokens: string): ReadonlyMap<string, string> {
	const found = tokens.matchAll(/--([\w-]+):\s*light-dark\(\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
	return new Map([...found].map(([, name = '', l, c, h]) => [name, hexOf(Number(l), Number(c), Number(h))]));
}

/** OKLCH to sRGB after Björn Ottosson, “A perceptual color space for image processing” (2020). */
export function hexOf(lightness: number, chroma: number, hue: number): string {
	const angle = (hue * Math.PI) / 180;
	const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const linear = [
		4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
	];
	return `#${linear.map((light) => byteOf(light).toString(16).padStart(2, '0')).join('')}`;
}

function byteOf(light: number): number {
	const within = Math.min(1, Math.max(0, light));
	return Math.round(255 * (within <= 0.0031308 ? 12.92 * within : 1.055 * within ** (1 / 2.4) - 0.055));
}
