import { m } from '#messages/messages.js';

const names: Record<string, () => string> = {
	member: m.role_member,
	manager: m.role_manager,
	companion: m.role_companion,
	observer: m.role_observer,
};
export const roleName = (role: string): string => (names[role] ?? m.role_member)();

const phases: Record<string, () => string> = {
	planning: m.phase_planning,
	launch: m.phase_launch,
	growth: m.phase_growth,
	maturity: m.phase_maturity,
	renewal: m.phase_renewal,
	closing: m.phase_closing,
	archived: m.phase_archived,
};
export const phaseName = (phase: string): string => (phases[phase] ?? m.phase_planning)();

const entries: Record<string, () => string> = {
	open: m.about_entry_open,
	asked: m.about_entry_asked,
	invited: m.about_entry_invited,
};
export const entryName = (entry: string): string => (entries[entry] ?? m.about_entry_invited)();

/** Whom a community is for, in a word. */
export const kindName = (kind: string): string => (kind === 'external' ? m.about_external() : m.about_internal());
