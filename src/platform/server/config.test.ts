import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '#platform/server/config.ts';

const secret = 'x'.repeat(32);
const wrong = (environment: Record<string, string>): string => {
	try {
		readConfig(environment);
		return '';
	} catch (cause) {
		return cause instanceof Error ? cause.message : String(cause);
	}
};

test('without any setting it is a production instance for this machine, on port 3000', () => {
	expect(readConfig({})).toMatchObject({
		host: '127.0.0.1',
		port: 3000,
		publicUrl: 'http://localhost:3000',
		demo: false,
		externalDatabase: null,
	});
});

test('a demo listens to this machine only, whatever HOST says', () => {
	expect(readConfig({ DEMO: '1', HOST: '0.0.0.0' }).host).toBe('127.0.0.1');
});

test('an empty variable counts as not set', () => {
	expect(readConfig({ PORT: '', SMTP_URL: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, smtpUrl: null });
});

test.each([
	[{ PORT: '70000' }, 'PORT must be a whole number from 1 to 65535'],
	[{ PORT: '3e3' }, 'PORT must be a whole number from 1 to 65535'],
	[{ PUBLIC_URL: 'community.example.org' }, 'PUBLIC_URL must be scheme, host and port only'],
	[{ PUBLIC_URL: 'https://example.org/community' }, 'PUBLIC_URL must be scheme, host and port only'],
	[{ SECRET: 'short' }, 'SECRET must have at least 32 characters'],
	[{ DATABASE_URL: 'mysql://localhost/x', SECRET: secret }, 'DATABASE_URL must start with postgresql://'],
	[{ DATABASE_URL: 'postgresql://localhost/x' }, 'SECRET is needed with DATABASE_URL'],
	[{ SMTP_URL: 'mail.example.org', MAIL_FROM: 'a@example.org' }, 'SMTP_URL must start with smtp://'],
	[{ SMTP_URL: 'smtp://mail.example.org' }, 'MAIL_FROM is needed with SMTP_URL'],
	[{ HOST: '0.0.0.0' }, 'PUBLIC_URL is needed with HOST=0.0.0.0'],
	[{ TRUSTED_PROXIES: '-1' }, 'TRUSTED_PROXIES must be a whole number from 0 to 10'],
	[{ S3_BUCKET_URL: 'https://s3.example.org/a' }, 'S3_BUCKET_URL needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY'],
	[{ S3_BUCKET_URL: 'http://s3.example.org/a' }, 'S3_BUCKET_URL must be the address of a bucket'],
	[{ S3_ACCESS_KEY_ID: 'key' }, 'S3_BUCKET_URL is needed with S3_ACCESS_KEY_ID'],
	[{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must have at least 32 characters'],
	[{ STOP_GRACE: '10s' }, 'STOP_GRACE must be a whole number from 0 to 300'],
	[{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be'],
	[{ DEMO: 'yes' }, 'DEMO must be 0 or 1'],
])('%j is refused by the variable’s name', (environment, sentence) => {
	expect(wrong(environment)).toContain(sentence);
});

test('a refused secret or connection string is not repeated', () => {
	expect(wrong({ SECRET: 'half-a-secret', DATABASE_URL: 'mysql://me:word@localhost' })).not.toMatch(
		/half-a-secret|word/,
	);
});

test('without SECRET the one kept in the data folder is used', () => {
	const folder = mkdtempSync(join(tmpdir(), 'allmende-config-'));
	writeFileSync(join(folder, 'secret'), `${secret}\n`);
	expect(readConfig({ DATA_DIR: folder }).secret).toBe(secret);
	rmSync(folder, { recursive: true });
});
