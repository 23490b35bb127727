import {
	endAccess,
	endAdministrator,
	makeAdministrator,
	peopleList,
	personAccount,
} from '#identity/server/people-administration.ts';
import type { AnyVerb } from '#platform/server/verb.ts';
import { requestPasswordReset, resetPassword, setUpInstance, verifyAddress } from '#identity/server/account.ts';
import { openFile } from '#identity/server/open-file.ts';
import { endOneSession, endSessions, mySessions } from '#identity/server/own-sessions.ts';
import { myProfile, personPage, removePicture, setPicture, updateProfile } from '#identity/server/profile.ts';
import { createToken, myTokens, revokeToken } from '#identity/server/tokens.ts';
import { ownFiles, uploadFile } from '#identity/server/uploads.ts';

export const identityVerbs: readonly AnyVerb[] = [
	myProfile,
	updateProfile,
	setPicture,
	removePicture,
	personPage,
	mySessions,
	endOneSession,
	endSessions,
	myTokens,
	createToken,
	revokeToken,
	requestPasswordReset,
	resetPassword,
	verifyAddress,
	setUpInstance,
	uploadFile,
	ownFiles,
	openFile,
	peopleList,
	personAccount,
	endAccess,
	makeAdministrator,
	endAdministrator,
];
