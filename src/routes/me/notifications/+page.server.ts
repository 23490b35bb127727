import { look, submit } from '#platform/server/form.ts';
import { notificationPreferences, setNotificationPreferences } from '#notifications/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => look(event, notificationPreferences);
export const actions: Actions = { default: (event) => submit(event, setNotificationPreferences) };
