/**
 * The server's time, ticking in the browser with the server's whole seconds, so that two browsers show the same.
 * Every answer of the server tells its time, a little late by the way it took; the latest claim is therefore the
 * nearest, and the clock never goes back. It does not ask the wall clock of the device, which may be set or wrong.
 */
export class ServerClock {
	#time = $state(0);
	/** Whether it ticks: not before scripts run. */
	ticking = $state(false);
	#ahead = -Infinity;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(now: Date) {
		this.#time = now.getTime();
	}

	get now(): Date {
		return new Date(this.#time);
	}

	/** What the server said its time was in an answer that has just arrived. */
	heard(now: Date): void {
		this.#ahead = Math.max(this.#ahead, now.getTime() - performance.now());
		if (this.ticking) this.#tick();
	}

	/** Ticks until what it hands back is called. */
	start(): () => void {
		this.ticking = true;
		this.#tick();
		return () => {
			this.ticking = false;
			clearTimeout(this.#timer);
		};
	}

	#tick(): void {
		clearTimeout(this.#timer);
		const time = performance.now() + this.#ahead;
		if (!Number.isFinite(time)) return;
		this.#time = Math.floor(time / 1000) * 1000;
		this.#timer = setTimeout(() => this.#tick(), 1000 - (time % 1000) + 5);
	}
}
