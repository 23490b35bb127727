import { expect, test } from 'vitest';
import { formerMember, withFormerMembers } from '#platform/former-member.ts';

test('in English an erased person is called a former member, wherever the name stands', () => {
	const at = new Date();
	const answer = () => ({
		at,
		posts: [{ author: formerMember, body: `@${formerMember}, danke!` }],
		names: [formerMember],
	});
	expect(withFormerMembers(answer(), 'de')).toEqual(answer());
	expect(withFormerMembers(answer(), 'en')).toEqual({
		at,
		posts: [{ author: 'Former member', body: `@${formerMember}, danke!` }],
		names: ['Former member'],
	});
	const whole = new Response('x');
	expect(withFormerMembers(whole, 'en')).toBe(whole);
});
