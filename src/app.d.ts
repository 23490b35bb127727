import type { Memory } from '#platform/server/memory.ts';
import type { Locale, Viewer } from '#platform/viewer.ts';
declare global {
	namespace App {
		interface Locals {
			viewer: Viewer | null;
			/** Domain time of this request. */
			now: Date;
			locale: Locale;
			memory: Memory;
		}
		interface Error {
			message: string;
			code?: string;
		}
	}
}
export {};
