import type { AnyVerb } from '#platform/server/verb.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import { changeRetention, retentionSettings } from '#privacy/server/retention.ts';

export const privacyVerbs: readonly AnyVerb[] = [privacyPage, retentionSettings, changeRetention];
