import { createHmac } from 'node:crypto';
import { config } from '#platform/server/config.ts';

/**
 * The secret part of a calendar's address. It follows from the row and the instance's own key, so that its person can
 * be shown it again, while the database holds nothing but its digest.
 */
export const calendarSecret = (calendarTokenId: string): string =>
	createHmac('sha256', config.secret).update(`calendar ${calendarTokenId}`).digest('base64url');

export const calendarAddress = (secret: string): string => `${config.publicUrl}/calendar/${secret}.ics`;
