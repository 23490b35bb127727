import type { AnyVerb } from '#platform/server/verb.ts';
import { mailbox, mailCalendar, mailPage } from '#notifications/server/mailbox.ts';
import { markNewsRead, newsPage, openNews } from '#notifications/server/news.ts';
import { notificationPreferences, setNotificationPreferences } from '#notifications/server/preferences.ts';

export const notificationsVerbs: readonly AnyVerb[] = [
	newsPage,
	openNews,
	markNewsRead,
	notificationPreferences,
	setNotificationPreferences,
	mailbox,
	mailPage,
	mailCalendar,
];
