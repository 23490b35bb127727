import { betterAuth } from 'better-auth';
import { database } from '#platform/server/database.ts';
import { config } from '#platform/server/config.ts';
import { queueMail } from '#platform/server/mail.ts';
import { accountMail } from '#identity/server/account-mails.ts';

/** Passwords, sessions, verification and reset are the library's; it is called from our own routes only, never mounted. */
export const auth = betterAuth({
	database: { db: database, type: 'postgres' },
	baseURL: config.publicUrl,
	secret: config.secret,
	trustedOrigins: [new URL(config.publicUrl).origin],
	emailAndPassword: {
		enabled: true,
		minPasswordLength: 10,
		requireEmailVerification: true,
		revokeSessionsOnPasswordReset: true,
		sendResetPassword: async ({ user, token }) => {
			await queueMail(
				database,
				accountMail('reset', user, `${config.publicUrl}/reset?token=${encodeURIComponent(token)}`),
			);
		},
	},
	emailVerification: {
		sendVerificationEmail: async ({ user, token }) => {
			await queueMail(
				database,
				accountMail('verify', user, `${config.publicUrl}/verify?token=${encodeURIComponent(token)}`),
			);
		},
	},
	session: { cookieCache: { enabled: false }, expiresIn: 60 * 60 * 24 * 14, updateAge: 60 * 60 * 24 },
	telemetry: { enabled: false },
	logger: { level: 'error' },
	rateLimit: { enabled: false },
	advanced: {
		database: { generateId: 'uuid' },
		cookiePrefix: 'allmende',
		useSecureCookies: config.publicUrl.startsWith('https:'),
	},
});
