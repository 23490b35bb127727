import { shapes, type Shape } from './shapes.ts';

/** The rules that give each icon its shape; `tools/vite/styles.ts` puts them into the style sheet. */
export const maskRules = (): string => Object.entries(shapes).map(rulesOf).join('\n');

function rulesOf([name, { body = '', outside = '', detail = '' }]: [string, Shape]): string {
	const outline = rule(`.i-${name}`, path(body + outside + detail));
	if (!body) return outline;
	const whole = detail ? cut(body, detail) : path(body, ' fill="#000"');
	return `${outline}\n${rule(`.i-${name}.filled`, whole + (outside && path(outside)))}`;
}

const path = (d: string, looks = '') => `<path${looks} d="${d}"/>`;

/** The ground shows where the detail is. */
const cut = (body: string, detail: string): string =>
	`<mask id="m">${path(body, ' fill="#fff" stroke="#fff"')}${path(detail, ' stroke="#000"')}</mask>` +
	`<path mask="url(#m)" fill="#000" stroke="none" d="M0 0h20v20H0z"/>`;

const rule = (selector: string, drawing: string): string => `${selector} { --shape: url("${address(drawing)}"); }`;

const address = (drawing: string): string =>
	`data:image/svg+xml,${`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="#000" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${drawing}</svg>`
		.replaceAll('"', "'")
		.replaceAll('#', '%23')}`;
