import { callerOf, look, submit } from '#platform/server/form.ts';
import { call } from '#platform/server/verb.ts';
import { acceptHouseRules } from '#community/server/house-rules.ts';
import { communityHome } from '#community/server/rooms.ts';
import { ownUnnamed } from '#conversation/server/unnamed-page.ts';
import { bookTime, learningTime, removeTime } from '#course/server/learning-time.ts';
import { finishRecommendation } from '#course/server/recommendations.ts';
import { weekPage } from '#course/server/week-page.ts';
import type { Actions, PageServerLoad } from './$types';

/** Applicants have no room in the community yet, so the page stands without its frame. */
export const load: PageServerLoad = async (event) => {
	const [week, home] = await Promise.all([
		look(event, weekPage),
		call(communityHome, callerOf(event), event.params).catch(() => null),
	]);
	const [time, unnamed] = await Promise.all([
		week.course ? look(event, learningTime) : null,
		home?.roles.includes('member') ? look(event, ownUnnamed) : null,
	]);
	return {
		week,
		home,
		time,
		unnamed: unnamed?.fresh,
		reader: { locale: event.locals.locale, timeZone: week.cohort.timeZone },
	};
};
export const actions: Actions = {
	done: (event) => submit(event, finishRecommendation),
	accept: (event) => submit(event, acceptHouseRules),
	book: (event) => submit(event, bookTime),
	unbook: (event) => submit(event, removeTime),
};
