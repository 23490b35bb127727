import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	const number = url.searchParams.get('number')?.trim();
	if (number) redirect(303, `/certificates/${encodeURIComponent(number)}`);
};
