import { getLocale } from '#messages/runtime.js';

/** As people write it: 26,5 in German, 26.5 in English; at most one decimal unless told. */
export function number(value: number, decimals = 1): string {
	return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: decimals }).format(value);
}

/** A share of a whole as an SVG length, never below zero nor beyond the whole. */
export function share(part: number, whole: number): string {
	return `${whole > 0 ? Math.round(Math.min(Math.max(part / whole, 0), 1) * 10_000) / 100 : 0}%`;
}
