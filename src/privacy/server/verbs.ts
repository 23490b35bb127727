import type { AnyVerb } from '#platform/server/verb.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';

export const privacyVerbs: readonly AnyVerb[] = [privacyPage];
