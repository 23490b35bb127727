import { administration } from './administration.ts';
import { community } from './community.ts';
import { conversation } from './conversation.ts';
import { course } from './course.ts';
import { credentials } from './credentials.ts';
import { events } from './events.ts';
import { exam } from './exam.ts';
import { identity } from './identity.ts';
import { instance } from './instance.ts';
import { learning } from './learning.ts';
import { notifications } from './notifications.ts';
import { privacy } from './privacy.ts';
import { rhythm } from './rhythm.ts';
import { search } from './search.ts';
import type { RightsRows } from './rows.ts';

export const areas: readonly RightsRows[] = [
	instance,
	identity,
	community,
	conversation,
	events,
	course,
	rhythm,
	learning,
	exam,
	credentials,
	notifications,
	privacy,
	administration,
	search,
];
