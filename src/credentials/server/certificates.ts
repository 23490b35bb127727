import type { Selectable } from 'kysely';
import * as z from 'zod';
import { noteLostCertificate } from '#community/server/certification.ts';
import { textSchema } from '#course/package/model.ts';
import { readCertificateNumber } from '#credentials/number.ts';
import { numberDigest } from '#credentials/server/gone.ts';
import { certificateGround } from '#credentials/server/grounds.ts';
import { earned, issueMissing, issueOne } from '#credentials/server/issuing.ts';
import { typesetCertificate, typesetParticipation, type Signature } from '#credentials/typeset/certificate.ts';
import { lockCohort } from '#course/server/cohort-row.ts';
import { attemptsOf, noAttempts } from '#exam/server/attempts.ts';
import { examinedCohortGround, ownDesk } from '#exam/server/grounds.ts';
import { record } from '#platform/server/activity.ts';
import { pdfResponse } from '#platform/server/pdf-response.ts';
import { audit } from '#platform/server/audit.ts';
import { config } from '#platform/server/config.ts';
import { here } from '#platform/server/here.ts';
import type { Certificate } from '#platform/server/schema.ts';
import { signedIn, verb, type Scene } from '#platform/server/verb.ts';
import { notFound, refuse } from '#platform/refusal.ts';
import { dateIn } from '#platform/time.ts';

export const revocationReasons = ['issued_in_error', 'obtained_by_deception', 'holder_request', 'replaced'] as const;

/** Issued at the release of results by itself; this is for whoever is left, and for one revoked and to be replaced. */
export const issueCertificates = verb({
	name: 'issueCertificates',
	method: 'post',
	path: '/cohorts/{cohortId}/certificates',
	summary: 'Issue the certificates and confirmations of participation that are missing, or one person’s anew',
	scope: 'credentials:write',
	who: ['organiser'],
	at: examinedCohortGround,
	input: z.object({ cohortId: z.uuid(), userId: z.union([z.uuid(), z.literal('')]).default('') }),
	output: z.object({ issued: z.int() }),
	async run(scene, { cohortId, userId }) {
		const issue = { cohortId, by: signedIn(scene).userId, at: scene.now };
		await lockCohort(scene.trx, cohortId);
		if (!userId) return { issued: await issueMissing(scene.trx, issue) };
		await issueAnew(scene, issue, userId);
		return { issued: 1 };
	},
});

async function issueAnew(
	{ trx }: Scene,
	issue: { cohortId: string; by: string; at: Date },
	userId: string,
): Promise<void> {
	const kind = earned((await attemptsOf(trx, issue.cohortId)).get(userId) ?? noAttempts);
	const holder = await trx
		.selectFrom('enrolment as n')
		.innerJoin('user as u', 'u.id', 'n.userId')
		.select(['n.userId', 'u.name'])
		.where('n.cohortId', '=', issue.cohortId)
		.where('n.userId', '=', userId)
		.executeTakeFirst();
	if (!kind || !holder) throw notFound();
	const before = await trx
		.selectFrom('certificate')
		.select(['revokedAt', 'revocationReason'])
		.where('cohortId', '=', issue.cohortId)
		.where('userId', '=', userId)
		.where('kind', '=', kind)
		.execute();
	if (before.some(({ revokedAt }) => revokedAt === null)) refuse('certificate_stands');
	if (before.some(({ revocationReason }) => revocationReason === 'obtained_by_deception'))
		refuse('certificate_deception');
	await issueOne(trx, issue, holder, kind);
}

const texts = z.array(textSchema);
const signatures = z.array(z.object({ name: z.string(), role: z.enum(['organiser', 'examiner', 'companion']) }));

/** For anyone with a number: whether the certificate is genuine and valid, and what it says. */
export const certificateCheck = verb({
	name: 'certificateCheck',
	method: 'get',
	path: '/certificate-checks/{number}',
	summary: 'Whether a certificate with this number exists and is valid',
	scope: 'credentials:read',
	who: ['anyone'],
	at: here,
	rate: { most: 30, seconds: 60 },
	input: z.object({ number: z.string().min(1).max(60) }),
	async run({ trx, viewer }, { number }) {
		const plain = readCertificateNumber(number);
		const row = plain
			? await trx.selectFrom('certificate').selectAll().where('number', '=', plain).executeTakeFirst()
			: undefined;
		if (!row) {
			const gone = plain && (await goneOn(trx, plain));
			return gone
				? { state: 'gone' as const, number: plain, goneOn: gone }
				: { state: 'unknown' as const, number: plain ?? number };
		}
		return {
			state: row.revokedAt ? ('revoked' as const) : ('valid' as const),
			number: row.number,
			kind: kindOf(row),
			holder: row.holderName,
			course: textSchema.parse(row.courseTitle),
			provider: row.providerName,
			from: row.periodFrom,
			to: row.periodTo,
			hours: row.hours,
			competences: texts.parse(row.competences),
			contents: texts.parse(row.contents),
			issuedAt: row.issuedAt,
			revokedAt: row.revokedAt,
			/** From the public list; what was noted internally is not read here. */
			revocationReason: reasonOf(row.revocationReason),
			own: viewer?.userId === row.userId ? { certificateId: row.id } : null,
			/** For an administrator, who may revoke it. */
			revocable: viewer?.administrator && !row.revokedAt ? { certificateId: row.id } : null,
		};
	},
});

/** The day on which the register's entry for this number was deleted, its time being over. */
async function goneOn(trx: Scene['trx'], number: string): Promise<string | null> {
	const gone = await trx
		.selectFrom('certificateGone')
		.select('goneOn')
		.where('digest', '=', numberDigest(number))
		.executeTakeFirst();
	return gone?.goneOn ?? null;
}

const kindOf = (row: { kind: string }): 'certificate' | 'participation' =>
	row.kind === 'certificate' ? 'certificate' : 'participation';
const reasonOf = (reason: string | null) => revocationReasons.find((each) => each === reason) ?? null;

export const ownCertificates = verb({
	name: 'ownCertificates',
	method: 'get',
	path: '/certificates',
	summary: 'One’s own certificates and confirmations, and the cohorts one can take one’s work along from',
	scope: 'credentials:read',
	who: ['person'],
	at: ownDesk,
	input: z.object({}),
	async run(scene) {
		const { userId } = signedIn(scene);
		const rows = await scene.trx
			.selectFrom('certificate as z')
			.innerJoin('cohort as k', 'k.id', 'z.cohortId')
			.select([
				'z.id',
				'z.kind',
				'z.number',
				'z.courseTitle',
				'z.providerName',
				'z.issuedAt',
				'z.revokedAt',
				'z.revocationReason',
				'k.name as cohortName',
			])
			.where('z.userId', '=', userId)
			.orderBy('z.issuedAt', 'desc')
			.execute();
		const cohorts = await scene.trx
			.selectFrom('community as c')
			.innerJoin('cohort as k', 'k.communityId', 'c.id')
			.select(['c.id as communityId', 'k.name', 'k.startDate', 'c.archivedAt'])
			.where((e) =>
				e.or([
					e.exists(
						e
							.selectFrom('membership as m')
							.select('m.id')
							.whereRef('m.communityId', '=', 'c.id')
							.where('m.userId', '=', userId),
					),
					e.exists(
						e
							.selectFrom('enrolment as n')
							.select('n.id')
							.whereRef('n.cohortId', '=', 'k.id')
							.where('n.userId', '=', userId),
					),
				]),
			)
			.orderBy('k.startDate', 'desc')
			.execute();
		return {
			certificates: rows.map((row) => ({
				...row,
				kind: kindOf(row),
				courseTitle: textSchema.parse(row.courseTitle),
				revocationReason: reasonOf(row.revocationReason),
			})),
			cohorts,
		};
	},
});

/** The certificates of a cohort for its organisers, with the internal reasons of revocations. */
export const cohortCertificates = verb({
	name: 'cohortCertificates',
	method: 'get',
	path: '/cohorts/{cohortId}/certificates',
	summary: 'The certificates and confirmations issued in a cohort',
	scope: 'credentials:read',
	who: ['organiser'],
	at: examinedCohortGround,
	input: z.object({ cohortId: z.uuid() }),
	async run({ trx }, { cohortId }) {
		const rows = await trx
			.selectFrom('certificate')
			.select([
				'id',
				'userId',
				'kind',
				'number',
				'holderName',
				'issuedAt',
				'revokedAt',
				'revocationReason',
				'revocationInternal',
			])
			.where('cohortId', '=', cohortId)
			.orderBy('holderName')
			.orderBy('issuedAt')
			.execute();
		const cohort = await trx
			.selectFrom('cohort')
			.select(['closedAt'])
			.where('id', '=', cohortId)
			.executeTakeFirstOrThrow();
		return {
			certificates: rows.map((row) => ({
				...row,
				kind: kindOf(row),
				revocationReason: reasonOf(row.revocationReason),
			})),
			closedAt: cohort.closedAt,
		};
	},
});

export const revokeCertificate = verb({
	name: 'revokeCertificate',
	method: 'post',
	path: '/certificates/{certificateId}/revocation',
	summary: 'Revoke a certificate with a public reason from the list and an internal one',
	scope: 'credentials:write',
	who: ['organiser', 'administrator'],
	at: certificateGround,
	input: z.object({
		certificateId: z.uuid(),
		reason: z.enum(revocationReasons).describe('Shown to whoever checks the certificate'),
		internal: z.string().trim().min(10).max(4000).describe('Kept in the house'),
	}),
	async run(scene, { certificateId, reason, internal }) {
		const { trx, now, place } = scene;
		const { userId } = signedIn(scene);
		const row = await trx
			.selectFrom('certificate')
			.select(['userId', 'revokedAt'])
			.where('id', '=', certificateId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (row.revokedAt) refuse('certificate_revoked_already');
		await trx
			.updateTable('certificate')
			.set({ revokedAt: now, revokedBy: userId, revocationReason: reason, revocationInternal: internal })
			.where('id', '=', certificateId)
			.execute();
		await audit(trx, {
			action: 'certificate_revoked',
			actorId: userId,
			subjectId: certificateId,
			cohortId: place.cohortId,
			detail: { reason, internal },
		});
		await record(trx, {
			kind: 'certificate_revoked',
			actorId: userId,
			cohortId: place.cohortId,
			subjectId: certificateId,
			data: { userId: row.userId, reason },
			at: now,
		});
		await noteLostCertificate(trx, { userId: row.userId, at: now });
		return { revoked: true };
	},
});

/** The certificate as tagged A4 PDF, in either language; with the points only when its holder wants them on it. */
export const certificatePdf = verb({
	name: 'certificatePdf',
	method: 'get',
	path: '/certificates/{certificateId}/pdf',
	summary: 'The certificate as PDF, in German or English',
	scope: 'credentials:read',
	who: ['owner', 'organiser', 'administrator'],
	at: certificateGround,
	input: z.object({
		certificateId: z.uuid(),
		language: z.enum(['de', 'en']).default('de'),
		points: z.union([z.boolean(), z.stringbool()]).default(false),
	}),
	async run({ trx }, { certificateId, language, points }) {
		const row = await trx
			.selectFrom('certificate')
			.selectAll()
			.where('id', '=', certificateId)
			.executeTakeFirstOrThrow();
		if (row.revokedAt) refuse('certificate_is_revoked');
		const result = row.examResultId
			? await trx.selectFrom('examResult').select('overall').where('id', '=', row.examResultId).executeTakeFirst()
			: undefined;
		const { pdf, missing } = await sheetOf(
			row,
			language,
			points ? (result?.overall ?? null) : null,
			await zoneOf(trx, row.cohortId),
		);
		if (missing.length > 0) refuse('certificate_letters', { values: { letters: missing.join(' ') } });
		return pdfResponse(pdf, row.number);
	},
});

async function zoneOf(trx: Scene['trx'], cohortId: string): Promise<string> {
	const { timeZone } = await trx
		.selectFrom('cohort')
		.select('timeZone')
		.where('id', '=', cohortId)
		.executeTakeFirstOrThrow();
	return timeZone;
}

export function sheetOf(row: Selectable<Certificate>, language: 'de' | 'en', points: number | null, zone: string) {
	const list = (both: unknown) => texts.parse(both).map((text) => text[language]);
	const signed: Signature[] = signatures.parse(row.signatures);
	const attested = {
		language,
		holder: row.holderName,
		courseTitle: textSchema.parse(row.courseTitle)[language],
		from: row.periodFrom,
		to: row.periodTo,
		hours: row.hours,
		provider: row.providerName,
		place: null,
		issuedOn: dateIn(zone, row.issuedAt),
		number: row.number,
		verificationAddress: `${config.publicUrl}/certificates/${row.number}`,
		signatures: signed,
	};
	return row.kind === 'certificate'
		? typesetCertificate({ ...attested, competences: list(row.competences), points })
		: typesetParticipation({ ...attested, contents: list(row.contents) });
}
