/** How an invented person is drawn: a stand-in for the photograph that real people would upload. */
export type Look = {
	/** 1 is the lightest skin, 6 the darkest. */
	skin: 1 | 2 | 3 | 4 | 5 | 6;
	hair: 'bald' | 'cropped' | 'short' | 'side' | 'bob' | 'long' | 'bun' | 'curls' | 'afro' | 'tail' | 'scarf';
	colour: keyof typeof hairs;
	wear: keyof typeof fabrics;
	ground: keyof typeof grounds;
	glasses?: 'round' | 'square' | undefined;
	beard?: 'full' | 'short' | 'moustache' | undefined;
	/** Wrinkles beside mouth and eyes. */
	old?: boolean | undefined;
};

const skins = ['#f3d3bd', '#eec3a2', '#dfab84', '#c08a5e', '#8d5a3b', '#5d3a28'];
const shades = ['#dcae95', '#d79f7c', '#c48a63', '#a16d45', '#6e432b', '#43281b'];
const hairs = {
	black: '#241f1d',
	dark: '#3f2d24',
	brown: '#6b4428',
	red: '#a04c26',
	fair: '#c99a4b',
	pale: '#e2c98f',
	grey: '#9b9c97',
	white: '#d9d8d1',
};
const fabrics = {
	green: '#3c5a45',
	olive: '#5b6e3f',
	blue: '#34495e',
	sky: '#6d8fa3',
	rust: '#a4552f',
	ochre: '#c07d33',
	plum: '#6b3f5b',
	rose: '#b97c84',
	sand: '#b9a883',
	ink: '#2b3531',
};
const grounds = {
	meadow: '#cfdcc3',
	water: '#c8d6de',
	rose: '#dfc8cf',
	straw: '#e6dcb4',
	lilac: '#d6cfe0',
	clay: '#e6cdbb',
};

/** Hair that lies behind the head. */
const behind: Partial<Record<Look['hair'], string>> = {
	bob: '<path d="M27 41c0-18 10-26 23-26s23 8 23 26v26c0 4-3 5-6 5H33c-3 0-6-1-6-5z"/>',
	long: '<path d="M26 42c0-19 10-27 24-27s24 8 24 27c0 16 4 28 6 40H20c2-12 6-24 6-40z"/>',
	bun: '<circle cx="50" cy="12" r="9"/>',
	curls:
		'<g><circle cx="31" cy="36" r="11"/><circle cx="69" cy="36" r="11"/><circle cx="28" cy="51" r="9"/><circle cx="72" cy="51" r="9"/><circle cx="40" cy="23" r="11"/><circle cx="60" cy="23" r="11"/><circle cx="50" cy="19" r="10"/></g>',
	afro: '<circle cx="50" cy="35" r="28"/>',
	tail: '<path d="M66 30c14 4 16 26 10 44-4-2-6-6-6-12z"/>',
	scarf: '<path d="M24 46c0-22 11-32 26-32s26 10 26 32c0 14 3 26 8 38H16c5-12 8-24 8-38z"/>',
};

/** Hair that lies on the forehead. */
const above: Record<Look['hair'], string> = {
	bald: '',
	cropped: '<path d="M31 40c-1-16 7-24 19-24s20 8 19 24c-3-8-6-11-10-12-6-1-12-1-18 0-4 1-7 4-10 12z"/>',
	short: '<path d="M30 42c-2-18 6-28 21-28 14 0 21 10 19 28-2-5-4-9-6-12-8 2-18 1-24-3-4 4-8 9-10 15z"/>',
	side: '<path d="M30 43c-3-18 6-29 20-29 13 0 21 9 20 28-2-6-4-10-7-13-6 4-18 5-28-1-2 4-4 9-5 15z"/>',
	bob: '<path d="M30 44c-2-17 6-27 20-27s22 10 20 27c-3-9-8-14-14-18-5 6-15 11-26 18z"/>',
	long: '<path d="M30 46c-3-19 6-29 20-29s23 10 20 29c-2-10-9-16-20-21-10 5-18 11-20 21z"/>',
	bun: '<path d="M30 42c-2-16 7-25 20-25s22 9 20 25c-4-10-11-14-20-14s-16 4-20 14z"/>',
	curls:
		'<g><circle cx="36" cy="28" r="8"/><circle cx="46" cy="24" r="8"/><circle cx="56" cy="25" r="8"/><circle cx="64" cy="30" r="7"/></g>',
	afro: '<path d="M30 38c3-12 10-16 20-16s17 4 20 16c-5-6-11-8-20-8s-15 2-20 8z"/>',
	tail: '<path d="M30 43c-2-17 7-27 20-27s22 9 20 26c-4-9-10-13-17-15-8 3-17 7-23 16z"/>',
	scarf: '<path d="M28 48c-2-20 8-30 22-30s24 10 22 30c-2-13-10-20-22-20s-20 7-22 20z"/>',
};

const glasses = {
	round:
		'<g fill="none" stroke="#4a3428" stroke-width="1.7"><circle cx="42" cy="46.500" r="6.200"/><circle cx="58" cy="46.500" r="6.200"/><path d="M48.200 46q1.800-1.600 3.600 0"/></g>',
	square:
		'<g fill="none" stroke="#2b2b2b" stroke-width="1.700"><rect x="35.500" y="41.500" width="12.500" height="9.500" rx="2.500"/><rect x="52" y="41.500" width="12.500" height="9.500" rx="2.500"/><path d="M48 45.500h4"/></g>',
};

const beards = {
	full: '<path d="M31 50c1 18 8 25 19 25s18-7 19-25c-3 6-6 8-9 8-4-2-16-2-20 0-3 0-6-2-9-8z"/>',
	short: '<path d="M32 54c2 13 8 18 18 18s16-5 18-18c-2 5-5 7-8 7-5-1-15-1-20 0-3 0-6-2-8-7z" opacity="0.750"/>',
	moustache: '<path d="M41 57.500c3-3 7-3 9-1.500 2-1.500 6-1.500 9 1.500-3 1.500-6 1.500-9 .5-3 1-6 1-9-.5z"/>',
};

/** A portrait of 256 by 256 pixels as SVG. */
export function portrait({ skin, hair, colour, wear, ground, ...extra }: Look): string {
	const tone = skins[skin - 1] ?? '';
	const shade = shades[skin - 1] ?? '';
	const tint = hair === 'scarf' ? fabrics[wear] : hairs[colour];
	const line = skin > 4 ? '#1f140e' : '#4a3025';
	const mouth = extra.beard === 'full' ? '#f4ddd0' : line;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 100 100">
<rect width="100" height="100" fill="${grounds[ground]}"/>
<g fill="${tint}">${behind[hair] ?? ''}</g>
<path d="M40 60h20v20c0 6-20 6-20 0z" fill="${shade}"/>
<path d="M14 104c2-18 14-26 36-26s34 8 36 26z" fill="${hair === 'scarf' ? fabrics.ink : fabrics[wear]}"/>
<path d="M40 78c2 6 18 6 20 0-4-2-16-2-20 0z" fill="${tone}"/>
<g fill="${tone}">${hair === 'scarf' ? '' : '<circle cx="30.500" cy="49" r="4.500"/><circle cx="69.500" cy="49" r="4.500"/>'}<path d="M31 44c0-16 7-25 19-25s19 9 19 25c0 17-8 28-19 28S31 61 31 44z"/></g>
<g fill="${hairs[colour]}">${extra.beard ? beards[extra.beard] : ''}</g>
<g fill="${line}"><circle cx="42" cy="47" r="1.900"/><circle cx="58" cy="47" r="1.900"/></g>
<g fill="none" stroke="${line}" stroke-width="1.500" stroke-linecap="round"><path d="M38.500 40.500q3.500-2 7-.500M54.500 40q3.500-1.500 7 .500" opacity="0.800"/><path d="M50.500 48l-1.500 6.500h2.500" opacity="0.600"/><path d="M44.500 61.500q5.500 4 11 0" stroke="${mouth}" stroke-width="1.900"/>${extra.old ? '<path d="M37 58q-1.500 3-.500 6M63 58q1.500 3 .5 6M43 33q7-1.500 14 0" opacity="0.350"/>' : ''}</g>
${extra.glasses ? glasses[extra.glasses] : ''}
<g fill="${tint}">${above[hair]}</g>
</svg>`;
}
