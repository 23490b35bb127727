import { expect, test } from 'vitest';
import * as z from 'zod';
import { m } from '#messages/messages.js';
import { inputErrors } from '#platform/server/input-errors.ts';

test('what has to be of a certain form is sent back with a look at its hint', () => {
	const { error } = z.object({ slug: z.string().regex(/^[a-z0-9-]{2,80}$/) }).safeParse({ slug: 'Kohorte 4!' });
	expect(error && inputErrors(error, 'de')).toEqual([{ field: 'slug', message: m.input_form({}, { locale: 'de' }) }]);
});
