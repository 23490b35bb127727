import type { AnyVerb } from '#platform/server/verb.ts';
import { communityVerbs } from '#community/server/verbs.ts';
import { conversationVerbs } from '#conversation/server/verbs.ts';
import { learningVerbs } from '#course/server/learning-verbs.ts';
import { courseVerbs } from '#course/server/verbs.ts';
import { rhythmVerbs } from '#course/server/rhythm-verbs.ts';
import { credentialsVerbs } from '#credentials/server/verbs.ts';
import { demoVerbs } from '#demo/server/verbs.ts';
import { eventsVerbs } from '#events/server/verbs.ts';
import { examVerbs } from '#exam/server/verbs.ts';
import { identityVerbs } from '#identity/server/verbs.ts';
import { notificationsVerbs } from '#notifications/server/verbs.ts';
import { platformVerbs } from '#platform/server/verbs.ts';
import { privacyVerbs } from '#privacy/server/verbs.ts';
import { searchVerbs } from '#search/server/verbs.ts';

/** Every verb of the product, area by area. The API, its description and the rights table are made from this list. */
export const verbs: readonly AnyVerb[] = [
	...platformVerbs,
	...identityVerbs,
	...communityVerbs,
	...conversationVerbs,
	...eventsVerbs,
	...courseVerbs,
	...rhythmVerbs,
	...learningVerbs,
	...examVerbs,
	...credentialsVerbs,
	...notificationsVerbs,
	...privacyVerbs,
	...searchVerbs,
	...demoVerbs,
];
