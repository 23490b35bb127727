import sanitize from 'sanitize-html';
import { expect, test } from 'vitest';
import { SvgError } from '#course/package/svg.ts';
import { drawingHtml } from '#course/reading/drawing.ts';

const svg = (inside: string) =>
	`<?xml version="1.0"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 100" role="img"><title>A</title><desc>B</desc>${inside}</svg>`;

test('a figure is written anew with its text alternative, and its markers keep to it', () => {
	const html = drawingHtml(
		svg(
			'<defs><marker id="tip" markerWidth="6"><path d="M0 0 L6 3"/></marker></defs><line class="line" marker-end="url(#tip)"/>',
		),
		'arc',
		'Ein „Bogen“ & mehr',
	);
	expect(html).toBe(
		'<svg class="drawing" viewBox="0 0 360 100" role="img" aria-label="Ein „Bogen“ &amp; mehr">' +
			'<defs><marker id="arc-tip" markerWidth="6"><path d="M0 0 L6 3"></path></marker></defs>' +
			'<line class="line" marker-end="url(#arc-tip)"></line></svg>',
	);
});

test('words keep their marks and cannot become elements', () => {
	const html = drawingHtml(
		svg('<text class="t" x="1" y="9">a &lt;b onclick=x&gt; &amp; &#8222;c&#8220;</text>'),
		'f',
		'x',
	);
	expect(html).toContain('>a &lt;b onclick=x&gt; &amp; „c“</text>');
	expect(
		sanitize(html, {
			allowedTags: ['svg', 'text'],
			allowedAttributes: false,
			parser: { lowerCaseAttributeNames: false },
		}),
	).toBe(html);
});

test.each([
	'<script>alert(1)</script>',
	'<foreignObject><p>x</p></foreignObject>',
	'<use href="#x"/>',
	'<image href="x"/>',
	'<a href="javascript:alert(1)"><text>x</text></a>',
	'<rect onload="alert(1)"/>',
	'<rect style="fill:url(https://a.example)"/>',
	'<rect class="line" fill="url(https://a.example)"/>',
	'<animate attributeName="x"/>',
	'<style>*{}</style>',
	'<text>&xxe;</text>',
	'<![CDATA[x]]>',
	'<g></svg>',
])('%s is no figure', (inside) => {
	expect(() => drawingHtml(svg(inside), 'f', 'x')).toThrow(SvgError);
});
