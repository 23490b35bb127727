import QRCode from 'qrcode';
import { m } from '#messages/messages.js';
import type { CalendarDate } from '#platform/time.ts';
import { shownOr } from '#platform/server/typeset-letters.ts';
import { measure, typeset, type Typesetting } from '#platform/server/typeset.ts';

type Language = 'de' | 'en';

/** What certificate and confirmation of participation have in common. */
interface Attested {
	language: Language;
	/** As the holder writes it. */
	holder: string;
	courseTitle: string;
	from: CalendarDate;
	to: CalendarDate;
	/** Hours of learning the course comprises. */
	hours: number;
	provider: string;
	/** Where it was issued; null leaves only the date. */
	place: string | null;
	issuedOn: CalendarDate;
	number: string;
	/** Public page on which a stranger can check it. */
	verificationAddress: string;
	/** One to three, in order. */
	signatures: Signature[];
}

export interface Signature {
	name: string;
	role: 'organiser' | 'examiner' | 'companion';
}

export interface Certificate extends Attested {
	/** What the holder can do, each an infinitive phrase. */
	competences: string[];
	/** Overall result of 100 points; null names no number. */
	points: number | null;
}

export interface Participation extends Attested {
	/** What the course was about, such as the titles of its units. */
	contents: string[];
}

export interface TypesetCertificate {
	/** One A4 page, tagged. */
	pdf: Uint8Array<ArrayBuffer>;
	/** Letters that no bundled font has and that appear as a box: a name must not be handed out like that. */
	missing: string[];
}

export function typesetCertificate(certificate: Certificate): Promise<TypesetCertificate> {
	const locale = { locale: certificate.language };
	const points = certificate.points === null ? null : formatNumber(certificate.points, certificate.language);
	return onOnePage(certificate, {
		kind: m.certificate_sheet_certificate({}, locale),
		result:
			points === null ? m.certificate_sheet_passed({}, locale) : m.certificate_sheet_passed_points({ points }, locale),
		itemsLabel: m.certificate_sheet_competences({}, locale),
		items: certificate.competences,
		claim: m.certificate_sheet_no_accreditation({}, locale),
	});
}

/** For who took part without passing; it says nothing of an exam. */
export function typesetParticipation(participation: Participation): Promise<TypesetCertificate> {
	const locale = { locale: participation.language };
	return onOnePage(participation, {
		kind: m.certificate_sheet_participation({}, locale),
		result: m.certificate_sheet_took_part({}, locale),
		itemsLabel: m.certificate_sheet_contents({}, locale),
		items: participation.contents,
		claim: m.certificate_sheet_participation_only({}, locale),
	});
}

interface Wording {
	kind: string;
	result: string;
	itemsLabel: string;
	items: string[];
	claim: string;
}

/** Long lists are set a little smaller; at the smallest size they may run on. */
async function onOnePage(attested: Attested, wording: Wording): Promise<TypesetCertificate> {
	const code = await verificationCode(attested.verificationAddress);
	const at = (scale: number) => jobOf(attested, wording, code, scale);
	for (const scale of [1, 0.96, 0.92, 0.88, 0.84]) {
		if ((await measure(at(scale))).pages === 1) return typeset(at(scale));
	}
	return typeset(at(0.8));
}

function jobOf(attested: Attested, wording: Wording, code: Uint8Array, scale: number): Typesetting {
	const { language, number, verificationAddress: address, courseTitle: course } = attested;
	const data = {
		language,
		scale,
		number,
		address,
		course,
		holder: shownOr(attested.holder, '–'),
		provider: attested.provider,
		issued: parts(attested.issuedOn),
		items: wording.items.map((item) => shownOr(item, '–')),
		signatures: attested.signatures.map(({ name, role }) => ({ name, role: roleWord(role, language) })),
		'shown-address': address.replace(/^https?:\/\//, ''),
		words: wordsOf(attested, wording),
	};
	return { template: 'src/credentials/typeset/certificate.typ', data, files: new Map([['verification.svg', code]]) };
}

function wordsOf(attested: Attested, wording: Wording): Record<string, string> {
	const locale = { locale: attested.language };
	const day = formatDay(attested.issuedOn, attested.language);
	return {
		kind: wording.kind,
		result: wording.result,
		claim: wording.claim,
		mark: m.sheet_mark({}, locale),
		'before-course': m.certificate_sheet_before_course({}, locale),
		'items-label': wording.itemsLabel,
		'period-label': m.certificate_sheet_period({}, locale),
		period: formatPeriod(attested.from, attested.to, attested.language),
		'extent-label': m.certificate_sheet_extent({}, locale),
		extent: m.certificate_sheet_hours({ hours: attested.hours }, locale),
		'place-date': attested.place === null ? day : `${attested.place}, ${day}`,
		'number-label': m.certificate_sheet_number({}, locale),
		verify: m.certificate_sheet_verify({}, locale),
		qr: m.certificate_sheet_qr({ address: attested.verificationAddress }, locale),
	};
}

function roleWord(role: Signature['role'], language: Language): string {
	const locale = { locale: language };
	if (role === 'organiser') return m.certificate_sheet_organiser({}, locale);
	return role === 'examiner' ? m.certificate_sheet_examiner({}, locale) : m.certificate_sheet_companion({}, locale);
}

async function verificationCode(address: string): Promise<Uint8Array> {
	const colours = { dark: '#12231a', light: '#0000' };
	const svg = await QRCode.toString(address, { type: 'svg', margin: 0, errorCorrectionLevel: 'M', color: colours });
	return Buffer.from(svg);
}

const region = { de: 'de-DE', en: 'en-GB' };

/** Days have no zone of their own; UTC keeps them where they are. */
function longDay(language: Language): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat(region[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function formatDay(day: CalendarDate, language: Language): string {
	return longDay(language).format(new Date(day));
}

function formatPeriod(from: CalendarDate, to: CalendarDate, language: Language): string {
	return longDay(language).formatRange(new Date(from), new Date(to)).replaceAll('\u2009', '\u00A0');
}

function formatNumber(number: number, language: Language): string {
	return new Intl.NumberFormat(region[language], { maximumFractionDigits: 1 }).format(number);
}

function parts(day: CalendarDate): { year: number; month: number; day: number } {
	const date = new Date(day);
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
