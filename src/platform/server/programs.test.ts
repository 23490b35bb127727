import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { acceptPrograms } from '#platform/server/programs.ts';
import { fixAddress } from '#platform/server/public-address.ts';

/** The origin that a request passes with, and the cookie that counts. */
function passed(method: string, url: string, given: Record<string, string>) {
	const headers: IncomingHttpHeaders = { host: 'a.example', ...given };
	const req = { method, url, headers, socket: {} };
	fixAddress(req, { publicUrl: 'https://a.example', trustedProxies: 0 });
	acceptPrograms(req);
	return { origin: headers.origin, cookie: headers.cookie };
}
const ours = { origin: 'https://a.example', cookie: undefined };
const cookie = 'session=1';
const foreign = { origin: 'https://b.example', cookie };

test('a program may write to the API without an origin, as long as it sends no cookie', () => {
	expect(passed('POST', '/api/v1/cohorts', {})).toEqual(ours);
	expect(passed('POST', '/api/v1/cohorts', { authorization: 'Bearer allm_x' })).toEqual(ours);
	expect(passed('POST', '/api/v1/cohorts', { cookie })).toEqual({ origin: undefined, cookie });
	expect(passed('POST', '/api/v1/cohorts', foreign)).toEqual(foreign);
	expect(passed('POST', '/sign-in', {})).toEqual({ origin: undefined, cookie: undefined });
});

test('a mail program may unsubscribe with one click, and no cookie counts then', () => {
	expect(passed('POST', '/unsubscribe/x', { cookie })).toEqual(ours);
	expect(passed('POST', '/unsubscribe/x', foreign)).toEqual(foreign);
	expect(passed('POST', '/me/unsubscribe/x', { cookie })).toEqual({ origin: undefined, cookie });
});
