import { list, text, type Client } from '../api-client.ts';

/* What people do in an exam, through /api/v1: write, hand in and mark. */

export type Paper = { id: string; kind: string; author: Client };

/** All papers of these people in an exam, those of groups once. */
export async function papersIn(examId: string, authors: readonly Client[]): Promise<Paper[]> {
	const papers = new Map<string, Paper>();
	for (const author of authors)
		for (const paper of list(await author.get(`/exams/${examId}`), 'papers')) {
			const id = text(paper, 'id');
			if (!papers.has(id)) papers.set(id, { id, kind: text(paper, 'kind'), author });
		}
	return [...papers.values()];
}

export async function write(paper: Paper, body: string, version?: number): Promise<void> {
	const page = await paper.author.get(`/papers/${paper.id}`);
	for (const section of list(page, 'sections'))
		await paper.author.put(`/papers/${paper.id}/sections/${text(section, 'id')}`, {
			body,
			version: version ?? Number(section['version']),
		});
}

export const handInPaper = (paper: Paper) =>
	paper.author.post(`/papers/${paper.id}/hand-in`, { ownWork: true, aiUse: 'none' });

/** Marks what waits on an examiner's desk, all criteria of a paper with the level that is said of it. */
export async function mark(examiner: Client, level: (paperId: string) => number): Promise<void> {
	for (const row of list(await examiner.get('/markings'), 'markings')) {
		if (row['submittedAt']) continue;
		const id = text(row, 'markingId');
		const page = await examiner.get(`/markings/${id}`);
		const criteria = list(page, 'criteria').map((criterion) => text(criterion, 'id'));
		const chosen = level(text(row, 'paperId'));
		await examiner.post(`/markings/${id}/submission`, {
			levels: Object.fromEntries(criteria.map((criterion) => [criterion, chosen])),
			words: 'Klar gegliedert und am Fall belegt; die Zahlen aus der Anlage hätten mehr getragen.',
		});
	}
}

/** The public check of the certificate that somebody has. */
export async function certificateOf(holder: Client, stranger: Client) {
	const own = list(await holder.get('/certificates'), 'certificates').find((row) => row['kind'] === 'certificate');
	if (!own) throw new Error('no certificate');
	return { id: text(own, 'id'), check: await stranger.get(`/certificate-checks/${text(own, 'number')}`) };
}
