/** What is kept for so many months, by the id under which an administrator may choose otherwise. */
export const retentionIds = ['application', 'course_record', 'exam', 'evidence', 'certificate', 'access'] as const;
export type RetentionId = (typeof retentionIds)[number];

/** Months; `house` is what holds until somebody chooses otherwise, between `least` and `most`. */
export type Range = { house: number; least: number; most: number };

/**
 * The house's periods (docs/rules.md, Privacy), and how far an instance may go from them: not so short that a right is
 * lost with the data (two months to object to a refused application, an objection with a retake after it), nor longer
 * than the purpose bears.
 */
export const retentionRanges: Readonly<Record<RetentionId, Range>> = {
	application: { house: 6, least: 3, most: 12 },
	course_record: { house: 12, least: 3, most: 36 },
	exam: { house: 24, least: 12, most: 60 },
	evidence: { house: 1, least: 1, most: 6 },
	certificate: { house: 120, least: 36, most: 360 },
	access: { house: 12, least: 6, most: 36 },
};

export type Retention = Readonly<Record<RetentionId, number>>;

/** What holds: the house's periods with those that were chosen otherwise. */
export function retentionOf(chosen: readonly { kind: string; months: number }[]): Retention {
	const months = (id: RetentionId) => chosen.find(({ kind }) => kind === id)?.months ?? retentionRanges[id].house;
	return {
		application: months('application'),
		course_record: months('course_record'),
		exam: months('exam'),
		evidence: months('evidence'),
		certificate: months('certificate'),
		access: months('access'),
	};
}
