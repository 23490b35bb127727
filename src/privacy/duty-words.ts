import { m } from '#messages/messages.js';
import type { Duty } from '#privacy/erasure.ts';

/** What has to be handed on before an account can go, and to whom one turns. */
export function dutyWords({ duty, what }: { duty: Duty; what: string }): string {
	return {
		last_administrator: () => m.erasure_duty_administrator(),
		last_organiser: () => m.erasure_duty_organiser({ name: what }),
		last_manager: () => m.erasure_duty_manager({ name: what }),
		open_marks: () => m.erasure_duty_marks({ count: Number(what) }),
	}[duty]();
}
