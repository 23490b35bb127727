import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { CannotStart } from '#platform/server/cannot-start.ts';
import { embeddedUrl } from '#platform/server/embedded-place.ts';
import type { Bucket } from '#platform/server/file-store.ts';

const wholeNumber = (least: number, most: number) => {
	const says = `must be a whole number from ${least} to ${most}`;
	return z.string().regex(/^\d+$/, says).transform(Number).pipe(z.number().min(least, says).max(most, says));
};

const loopback = ['127.0.0.1', '::1', 'localhost'];

const isOrigin = (text: string): boolean => {
	const url = URL.parse(text);
	return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
};

/** Whoever overhears a key may do with the bucket what we may; within a machine nobody does. */
const isBucketUrl = (text: string): boolean => {
	const url = URL.parse(text);
	if (!url || url.search || url.hash || url.username) return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.includes(url.hostname));
};

const settings = z.object({
	DATABASE_URL: z.string().startsWith('postgres', 'must start with postgresql://').optional(),
	DATA_DIR: z.string().default('data'),
	HOST: z.string().default('127.0.0.1'),
	PORT: wholeNumber(1, 65_535).default(3000),
	PUBLIC_URL: z
		.string()
		.refine(isOrigin, 'must be scheme, host and port only, such as https://community.example.org')
		.transform((text) => new URL(text).origin)
		.optional(),
	SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
	SMTP_URL: z
		.string()
		.regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
		.optional(),
	MAIL_FROM: z.string().includes('@', 'must be an address such as Allmende <post@example.org>').optional(),
	S3_BUCKET_URL: z
		.string()
		.refine(isBucketUrl, 'must be the address of a bucket, such as https://s3.example.org/allmende')
		.transform((text) => text.replace(/\/+$/, ''))
		.optional(),
	S3_REGION: z.string().default('us-east-1'),
	S3_ACCESS_KEY_ID: z.string().optional(),
	S3_SECRET_ACCESS_KEY: z.string().optional(),
	METRICS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
	STOP_DELAY: wholeNumber(0, 300).default(0),
	STOP_GRACE: wholeNumber(0, 300).default(10),
	TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
	LOG_LEVEL: z
		.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be debug, info, warn, error or silent')
		.optional(),
	DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
	CHECK_ANSWERS: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
});

/** Checks what belongs together. */
const together = settings.superRefine((from, context) => {
	const needed = (name: keyof typeof from, message: string) =>
		context.addIssue({ code: 'custom', path: [name], message });
	if (from.DATABASE_URL && !from.SECRET)
		needed('SECRET', 'is needed with DATABASE_URL: at least 32 random characters, the same at every start');
	if (from.DEMO === '0' && !loopback.includes(from.HOST) && !from.PUBLIC_URL)
		needed('PUBLIC_URL', `is needed with HOST=${from.HOST}: the address that people type, such as https://example.org`);
	const keys = [from.S3_ACCESS_KEY_ID, from.S3_SECRET_ACCESS_KEY];
	if (from.S3_BUCKET_URL && keys.includes(undefined))
		needed('S3_BUCKET_URL', 'needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY');
	if (!from.S3_BUCKET_URL && keys.some((key) => key !== undefined))
		needed('S3_BUCKET_URL', 'is needed with S3_ACCESS_KEY_ID: the address of the bucket');
	if (from.SMTP_URL && !from.MAIL_FROM) needed('MAIL_FROM', 'is needed with SMTP_URL: the sender of all mail');
});

/** @throws {CannotStart} with one sentence that names every variable that is wrong */
export function readConfig(environment: NodeJS.ProcessEnv) {
	// an empty variable is how many tools pass on one that is not set
	const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
	const result = together.safeParse(given);
	if (!result.success) {
		const wrong = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
		throw new CannotStart(`The configuration is not right: ${wrong.join('; ')}.`);
	}
	const from = result.data;
	const dataDir = resolve(from.DATA_DIR);
	const demo = from.DEMO === '1';
	let secret = from.SECRET;
	return {
		dataDir,
		/** `null`: the embedded PostgreSQL of the data folder. */
		externalDatabase: from.DATABASE_URL ?? null,
		/** Asked for after the data folder has been prepared, which settles where its database lies. */
		get databaseUrl(): string {
			return from.DATABASE_URL ?? embeddedUrl(dataDir, 'allmende');
		},
		/** A demo is for this machine only, whatever HOST says. */
		host: demo ? '127.0.0.1' : from.HOST,
		port: from.PORT,
		publicUrl: from.PUBLIC_URL ?? `http://localhost:${from.PORT}`,
		get secret(): string {
			return (secret ??= keptSecret(dataDir));
		},
		smtpUrl: from.SMTP_URL ?? null,
		mailFrom: from.MAIL_FROM ?? 'Allmende <allmende@localhost>',
		bucket: bucketOf(from),
		/** Whoever bears it may read the metrics; `null`: nobody may. */
		metricsToken: from.METRICS_TOKEN ?? null,
		/** Seconds in which a server that stops still takes requests, while saying that it is not ready. */
		stopDelay: from.STOP_DELAY,
		/** Seconds that running requests, and then jobs, are given when the server stops. */
		stopGrace: from.STOP_GRACE,
		trustedProxies: from.TRUSTED_PROXIES,
		logLevel: from.LOG_LEVEL ?? (demo ? 'warn' : 'info'),
		demo,
		/** Whether every answer is held against its description; for tests and development. */
		checkAnswers: from.CHECK_ANSWERS === '1',
	};
}

/** Where uploaded files are kept instead of the data folder; `null`: there. */
function bucketOf(from: z.infer<typeof settings>): Bucket | null {
	const { S3_BUCKET_URL: url, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = from;
	if (!url || !accessKeyId || !secretAccessKey) return null;
	return { url, region: from.S3_REGION, accessKeyId, secretAccessKey };
}

export const secretFile = (dataDir: string): string => join(dataDir, 'secret');

/** The secret that the data folder was given at its first start; before that (as while building) one that nobody keeps. */
function keptSecret(dataDir: string): string {
	try {
		return readFileSync(secretFile(dataDir), 'utf8').trim();
	} catch {
		return randomBytes(32).toString('hex');
	}
}

/** Read once; every module asks here and nowhere else. */
export const config = readConfig(process.env);
