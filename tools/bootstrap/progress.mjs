/**
 * Runs a long step and says so: its name at once, the seconds passed now and then, and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function step(title, act) {
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const { isTTY } = process.stdout;
	if (!isTTY) console.log(`${title} …`);
	const tick = setInterval(
		() => (isTTY ? process.stdout.write(`\r${title} … ${seconds()}`) : console.log(`${title} … ${seconds()}`)),
		isTTY ? 1000 : 15_000,
	);
	if (isTTY) process.stdout.write(`${title} …`);
	try {
		const result = await act();
		console.log(`${isTTY ? '\r' : ''}${title}: done after ${seconds()}`);
		return result;
	} catch (cause) {
		if (isTTY) console.log();
		throw cause;
	} finally {
		clearInterval(tick);
	}
}
