import { resolve } from 'node:path';
import * as z from 'zod';

const settings = z.object({
	DATABASE_URL: z.string().startsWith('postgres').optional(),
	DATA_DIR: z.string().min(1).default('data'),
	HOST: z.string().min(1).default('127.0.0.1'),
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	PUBLIC_URL: z.url().optional(),
	SECRET: z.string().min(32).optional(),
	SMTP_URL: z.string().startsWith('smtp').optional(),
	MAIL_FROM: z.string().min(3).default('Allmende <allmende@localhost>'),
	TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
	DEMO: z.enum(['0', '1']).default('0'),
});

function read() {
	const result = settings.safeParse(process.env);
	if (!result.success) {
		const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
		throw new Error(`The configuration is not right. ${lines.join('; ')}`);
	}
	const from = result.data;
	const dataDir = resolve(from.DATA_DIR);
	return {
		dataDir,
		/** `null`: the embedded PostgreSQL under the data folder. */
		externalDatabase: from.DATABASE_URL ?? null,
		databaseUrl:
			from.DATABASE_URL ??
			`postgresql://postgres@localhost/allmende?host=${encodeURIComponent(resolve(dataDir, 'postgres'))}`,
		host: from.HOST,
		port: from.PORT,
		publicUrl: from.PUBLIC_URL ?? `http://127.0.0.1:${from.PORT}`,
		secret: from.SECRET ?? 'development-secret-0123456789abcdef0123456789',
		smtpUrl: from.SMTP_URL ?? null,
		mailFrom: from.MAIL_FROM,
		trustedProxies: from.TRUSTED_PROXIES,
		demo: from.DEMO === '1',
	};
}

/** Read once; every module asks here and nowhere else. */
export const config = read();
