import { m } from '#messages/messages.js';

type Named = { id: string; unit: number | null; title: string | null };

/** What a sheet is about: "Lerneinheit 4: Ramp-up", "Der ganze Kurs". */
export function sheetName({ id, unit, title }: Named): string {
	if (unit) return m.evaluation_about_unit({ unit, title: title ?? '' });
	return id === 'final' ? m.evaluation_about_course() : m.evaluation_about_later();
}
