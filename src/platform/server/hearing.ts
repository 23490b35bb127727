import { setImmediate as afterHearing } from 'node:timers/promises';
import { isListening, whenHeard } from '#platform/server/live.ts';
import { log } from '#platform/server/log.ts';

/**
 * Does `work` whenever this process hears something of these kinds, and at first what nobody has heard of. `work` is told
 * whether to go on. Answers what ends it, and waits for what is under way. What fails is left to a job.
 */
export function whileHearing(
	kinds: readonly string[],
	work: (going: () => boolean) => Promise<void>,
): () => Promise<void> {
	let following = true;
	const going = () => following;
	const underWay = new Set<Promise<void>>();
	const begin = async () => {
		// whoever caused it has their answer first
		await afterHearing();
		await work(going);
	};
	const heard = (key: string) => {
		const [kind = ''] = key.split(':');
		if (!following || (kind !== '' && !kinds.includes(kind))) return;
		const doing = begin()
			.catch((cause: unknown) => log.error({ err: cause, kind }, 'what was heard could not be followed'))
			.finally(() => underWay.delete(doing));
		underWay.add(doing);
	};
	whenHeard(heard);
	if (isListening()) heard('');
	return async () => {
		following = false;
		await Promise.all(underWay);
	};
}
