import { addDays } from '#platform/time.ts';

/** How long an erasure that was asked for can be taken back, in days. */
export const erasureDays = 7;

/** When what is asked for now is carried out: so many days later, at the same time of day. */
export const erasureDue = (now: Date, zone: string): Date => addDays(now, erasureDays, zone);

/** What somebody has to hand on before the account can go, because others depend on it. */
export type Duty = 'last_administrator' | 'last_organiser' | 'last_manager' | 'open_marks';
