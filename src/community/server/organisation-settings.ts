import * as z from 'zod';
import { audit } from '#platform/server/audit.ts';
import { here } from '#platform/server/here.ts';
import { signedIn, verb } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { organisationGround } from '#community/server/standing.ts';

const legalText = z.string().trim().max(40_000);

/** What the public pages of an organisation must carry before it may publish a course. */
export const legalPages = ['imprint', 'privacy', 'terms'] as const;
export type LegalPage = (typeof legalPages)[number];

/** Organisers keep the organisation's name and the texts that the law asks for on its public pages. */
export const updateOrganisation = verb({
	name: 'updateOrganisation',
	method: 'put',
	path: '/organisations/{organisationId}',
	summary: 'Change an organisation’s name and legal texts',
	scope: 'community:write',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	input: z.object({
		organisationId: z.uuid(),
		name: z.string().trim().min(2).max(160),
		imprint: legalText,
		privacyNotice: legalText,
		terms: legalText,
		imprintEn: legalText.default(''),
		privacyNoticeEn: legalText.default(''),
		termsEn: legalText.default(''),
		approvalNumber: z.string().trim().max(80).default(''),
		mailDomains: z
			.string()
			.max(1000)
			.optional()
			.describe('Domains whose proved addresses belong to its people, apart by spaces, commas or lines'),
	}),
	async run(scene, { organisationId, mailDomains, ...texts }) {
		const { trx } = scene;
		const domains = mailDomains === undefined ? {} : { mailDomains: domainsIn(mailDomains) };
		const emptied = (['imprint', 'privacyNotice', 'terms'] as const).find((name) => texts[name] === '');
		if (emptied && (await hasPublished(scene.trx, organisationId)))
			refuse('organisation_text_needed', { field: emptied });
		await trx
			.updateTable('organisation')
			.set({ ...texts, ...domains })
			.where('id', '=', organisationId)
			.execute();
		await audit(trx, {
			action: 'organisation_changed',
			actorId: signedIn(scene).userId,
			subjectId: organisationId,
		});
		return { changed: true };
	},
});

/** @throws Refusal `domain_wrong` at the field */
function domainsIn(written: string): string[] {
	const domains = written
		.toLowerCase()
		.split(/[\s,;]+/)
		.map((domain) => domain.replace(/^@/, ''))
		.filter((domain) => domain !== '');
	const wrong = domains.find((domain) => !/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(domain));
	if (wrong) refuse('domain_wrong', { status: 422, field: 'mailDomains', values: { domain: wrong } });
	return [...new Set(domains)];
}

type Db = Parameters<typeof organisationGround.find>[0];

/** Whether a cohort of the organisation is open to the public. */
async function hasPublished(db: Db, organisationId: string): Promise<boolean> {
	const published = await db
		.selectFrom('cohort')
		.select('id')
		.where('organisationId', '=', organisationId)
		.where('publishedAt', 'is not', null)
		.where('cancelledAt', 'is', null)
		.limit(1)
		.executeTakeFirst();
	return published !== undefined;
}

/** The settings as organisers see them, with who holds which role. */
export const organisationSettings = verb({
	name: 'organisationSettings',
	method: 'get',
	path: '/organisations/{organisationId}',
	summary: 'An organisation’s settings and roles',
	scope: 'community:read',
	who: ['organiser', 'administrator'],
	at: organisationGround,
	input: z.object({ organisationId: z.uuid() }),
	async run({ trx, roles: standing }, { organisationId }) {
		const organisation = await trx
			.selectFrom('organisation')
			.selectAll()
			.where('id', '=', organisationId)
			.executeTakeFirstOrThrow();
		const roles = await trx
			.selectFrom('organisationRole as r')
			.innerJoin('user as u', 'u.id', 'r.userId')
			.select(['r.id', 'r.role', 'r.startedAt', 'u.id as userId', 'u.name', 'u.email'])
			.where('r.organisationId', '=', organisationId)
			.where('r.endedAt', 'is', null)
			.orderBy('u.name')
			.execute();
		return { organisation, roles, governs: standing.has('organiser') || standing.has('executive') };
	},
});

/** Imprint, privacy notice or terms, in English where there is an English text and it is asked for. */
export const legalPage = verb({
	name: 'legalPage',
	method: 'get',
	path: '/legal/{organisation}/{page}',
	summary: 'Imprint, privacy notice or terms of an organisation',
	scope: 'community:read',
	who: ['anyone'],
	at: here,
	input: z.object({ organisation: z.string().max(60), page: z.string().max(20) }),
	async run({ trx, locale }, input) {
		const page = legalPages.find((each) => each === input.page);
		const found = await trx
			.selectFrom('organisation')
			.selectAll()
			.where('slug', '=', input.organisation)
			.executeTakeFirst();
		if (!page || !found) throw notFound();
		const [text, english] = {
			imprint: [found.imprint, found.imprintEn],
			privacy: [found.privacyNotice, found.privacyNoticeEn],
			terms: [found.terms, found.termsEn],
		}[page];
		const translated = locale === 'en' && english !== '';
		return {
			page,
			text: translated ? english : text,
			/** The language of the text, for hyphenation and screen readers. */
			language: translated ? ('en' as const) : ('de' as const),
			organisation: { name: found.name, slug: found.slug, approvalNumber: found.approvalNumber },
		};
	},
});
