import { look, submit } from '#platform/server/form.ts';
import { seatOfferPage } from '#course/server/application-pages.ts';
import { answerSeatOffer } from '#course/server/withdrawing.ts';
import type { Actions, PageServerLoad } from './$types';

const token = (url: URL) => ({ token: url.searchParams.get('token') ?? undefined });

export const load: PageServerLoad = (event) => look(event, seatOfferPage, token(event.url));
export const actions: Actions = {
	take: (event) =>
		submit(event, answerSeatOffer, {
			fields: { ...token(event.url), answer: 'taken' },
			to: ({ invitation }) => `/enrol/${invitation}`,
		}),
	decline: (event) => submit(event, answerSeatOffer, { fields: { ...token(event.url), answer: 'declined' } }),
};
