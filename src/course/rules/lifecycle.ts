import type { Position } from '#course/rules/timetable.ts';

/** The phases of a cohort’s community while its course runs. */
export type CoursePhase = 'planning' | 'launch' | 'growth' | 'maturity' | 'closing';

/** Data of the course: the unit after which a phase is over. */
export interface PhaseUntil {
	phase: CoursePhase;
	lastUnit: number;
}

/** Units 1–3 planning, 4 launch, 5–7 growth, 8–9 maturity, 10 closing (house rule). */
export const phasesOfTenUnits: readonly PhaseUntil[] = [
	{ phase: 'planning', lastUnit: 3 },
	{ phase: 'launch', lastUnit: 4 },
	{ phase: 'growth', lastUnit: 7 },
	{ phase: 'maturity', lastUnit: 9 },
	{ phase: 'closing', lastUnit: 10 },
];

/** The phase of a cohort's community; planning before the first unit, closing from the last on. */
export function phaseAt(position: Position, phases: readonly PhaseUntil[] = phasesOfTenUnits): CoursePhase {
	if (position.kind === 'before_kick_off' || position.kind === 'kick_off') return 'planning';
	if (position.kind === 'after_last') return 'closing';
	return phases.find(({ lastUnit }) => position.unit <= lastUnit)?.phase ?? 'closing';
}
