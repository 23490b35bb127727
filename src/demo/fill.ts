import { createPerson } from '#identity/server/people.ts';
import { database } from '#platform/server/database.ts';

/** Fills an empty demo instance; `report` gets a line in plain words for each step. */
export async function fillDemo(report: (line: string) => void): Promise<void> {
	report('An administrator');
	const id = await createPerson(database, {
		name: 'Ada Verwalter',
		email: 'verwaltung@gemeinsinn.example',
		locale: 'de',
		password: 'allmende-demo',
	});
	await database.updateTable('user').set({ administrator: true }).where('id', '=', id).execute();
}
