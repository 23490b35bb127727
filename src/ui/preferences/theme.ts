export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Readable by scripts on purpose: it holds nothing but this choice, and switching needs no round trip. */
export const themeCookie = 'theme';
export const themeCookieSeconds = 365 * 24 * 3600;

/** Whatever a cookie or a form brings along; anything unknown follows the system. */
export function toTheme(value: string | null | undefined): Theme {
	return themes.find((theme) => theme === value) ?? 'system';
}
