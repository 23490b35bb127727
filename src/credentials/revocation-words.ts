import { m } from '#messages/messages.js';

const words = {
	issued_in_error: m.certificate_reason_error,
	obtained_by_deception: m.certificate_reason_deception,
	holder_request: m.certificate_reason_request,
	replaced: m.certificate_reason_replaced,
};
export type RevocationReason = keyof typeof words;

/** The public reason of a revocation, as a sentence. */
export const revocationWords = (reason: RevocationReason | null): string => (reason ? words[reason]() : '');
