const browsers = [
	['Edge', /Edg(e|A|iOS)?\//],
	['Opera', /OPR\//],
	['Samsung Internet', /SamsungBrowser\//],
	['Firefox', /(Firefox|FxiOS)\//],
	['Chrome', /(Chrome|CriOS|Chromium)\//],
	['Safari', /Version\/.*Safari\//],
] as const;
const systems = [
	['iPhone', /iPhone/],
	['iPad', /iPad/],
	['Android', /Android/],
	['Windows', /Windows/],
	['macOS', /Mac OS X/],
	['Linux', /Linux/],
] as const;

const firstOf = (names: readonly (readonly [string, RegExp])[], userAgent: string): string | undefined =>
	names.find(([, looks]) => looks.test(userAgent))?.[0];

/** What a browser is commonly called, such as "Firefox, Windows"; what it says of itself when it is none of the known. */
export function browserName(userAgent: string): string {
	const name = [firstOf(browsers, userAgent), firstOf(systems, userAgent)].filter(Boolean).join(', ');
	return name || userAgent.slice(0, 60) || '–';
}
