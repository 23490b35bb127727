export interface Offices {
	communities: readonly { id: string; archived: boolean }[];
	organiser: boolean;
	examiner: boolean;
	administrator: boolean;
	governs: readonly { id: string }[];
	/** An exam still to be sat, or with its result to come, although the course was closed. */
	sitting: string | null;
	/** An exam that was failed in a course that was closed, where a retake is open. */
	failed: string | null;
}

/** The one page on which somebody's work stands; `null` for whoever has several communities to choose from. */
export function homeOf({
	communities,
	organiser,
	examiner,
	administrator,
	governs,
	sitting,
	failed,
}: Offices): string | null {
	if (organiser) return '/cohorts';
	if (sitting) return `/exams/${sitting}`;
	const open = communities.filter((room) => !room.archived);
	// a retake may be long in coming, and need not be wanted: whoever has a place to be begins there
	if (failed && open.length === 0) return `/exams/${failed}/result`;
	if (examiner && open.length === 0) return '/marking';
	if (administrator && communities.length === 0) return '/admin';
	if (governs.length === 1 && governs[0] && open.length === 0) return `/organisations/${governs[0].id}/communities`;
	return open.length === 1 && open[0] ? `/c/${open[0].id}` : null;
}
