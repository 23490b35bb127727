import type { AnyVerb } from '#platform/server/verb.ts';
import { erasePerson, personErasure, withdrawPersonErasure } from '#privacy/server/erasure-administration.ts';
import { erasurePage, requestErasure, withdrawErasure } from '#privacy/server/erasure.ts';
import { lockedEvidence, openLockedEvidence } from '#privacy/server/locked-evidence.ts';
import { fetchMyData, myData, requestMyData } from '#privacy/server/own-data.ts';
import { privacyPage } from '#privacy/server/privacy-page.ts';
import {
	askWorksCouncilOff,
	confirmWorksCouncilOff,
	turnOnWorksCouncilMode,
	withdrawWorksCouncilOff,
} from '#privacy/server/works-council.ts';
import { worksCouncilPage, worksCouncils } from '#privacy/server/works-council-page.ts';
import { changeRetention, retentionSettings } from '#privacy/server/retention.ts';

export const privacyVerbs: readonly AnyVerb[] = [
	privacyPage,
	retentionSettings,
	changeRetention,
	erasurePage,
	requestErasure,
	withdrawErasure,
	personErasure,
	erasePerson,
	withdrawPersonErasure,
	lockedEvidence,
	openLockedEvidence,
	myData,
	requestMyData,
	fetchMyData,
	worksCouncils,
	worksCouncilPage,
	turnOnWorksCouncilMode,
	askWorksCouncilOff,
	confirmWorksCouncilOff,
	withdrawWorksCouncilOff,
];
