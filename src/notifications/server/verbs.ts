import type { AnyVerb } from '#platform/server/verb.ts';
import { communityNotifications, setCommunityNotifications } from '#notifications/server/community-wishes.ts';
import { mailbox, mailCalendar, mailPage } from '#notifications/server/mailbox.ts';
import { markNewsRead, newsPage, openNews } from '#notifications/server/news.ts';
import { notificationPreferences, setNotificationPreferences } from '#notifications/server/preferences.ts';
import { mailSubscription, unsubscribe } from '#notifications/server/unsubscribing.ts';
import { hearSpace, hearThread, readThreadNews, spaceHearing, threadHearing } from '#notifications/server/hearing.ts';

export const notificationsVerbs: readonly AnyVerb[] = [
	newsPage,
	openNews,
	markNewsRead,
	notificationPreferences,
	setNotificationPreferences,
	communityNotifications,
	setCommunityNotifications,
	threadHearing,
	hearThread,
	spaceHearing,
	hearSpace,
	readThreadNews,
	mailSubscription,
	unsubscribe,
	mailbox,
	mailPage,
	mailCalendar,
];
