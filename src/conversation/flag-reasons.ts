import { m } from '#messages/messages.js';

export const flagReasons = ['insult', 'off_topic', 'advertising', 'privacy', 'unlawful', 'other'] as const;

const labels: Record<(typeof flagReasons)[number], () => string> = {
	insult: m.flag_reason_insult,
	off_topic: m.flag_reason_off_topic,
	advertising: m.flag_reason_advertising,
	privacy: m.flag_reason_privacy,
	unlawful: m.flag_reason_unlawful,
	other: m.flag_reason_other,
};
export const flagReasonLabel = (reason: string): string =>
	reason in labels ? labels[reason as keyof typeof labels]() : reason;
