import type { Report } from '#platform/server/report.ts';
import type { Act } from '#demo/story/timeline.ts';

const steps = 4;

/** Says in quarters how much of a cohort's conversation has been written. */
export function postProgress(report: Report, name: string, total: number): (act: Act) => void {
	let written = 0;
	return ({ post }) => {
		if (!post) return;
		written++;
		if (Math.floor((written * steps) / total) > Math.floor(((written - 1) * steps) / total))
			report(`${name}: ${written} of ${total} posts`);
	};
}
