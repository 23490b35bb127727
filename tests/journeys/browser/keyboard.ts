import type { Page } from 'playwright-core';

/** A person at a page without a mouse: Tab, arrows, Enter, Space and letters, and the focus to be seen at every stop. */
export class Keyboard {
	readonly page: Page;
	constructor(page: Page) {
		this.page = page;
	}

	/** Tabs to what `goal` describes. @throws when the focus never comes there, or cannot be seen there */
	async to(goal: string): Promise<void> {
		const focus = this.page.locator(':focus');
		for (let presses = 0; presses < 250; presses++) {
			await this.page.keyboard.press('Tab');
			const [there] = await focus.evaluateAll((found, wanted) => found.map((one) => one.matches(wanted)), goal);
			if (!there) continue;
			if (!(await focus.evaluate(visibly))) throw new Error(`nobody sees the focus on ${goal} on ${this.page.url()}`);
			return;
		}
		throw new Error(`the focus never came to ${goal} on ${this.page.url()}`);
	}

	async type(goal: string, text: string): Promise<void> {
		await this.to(goal);
		await this.page.keyboard.type(text);
	}

	/** Goes to a link or a button and presses it. */
	async press(goal: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
		await this.to(goal);
		await this.page.keyboard.press(key);
	}

	async check(goal: string): Promise<void> {
		await this.press(goal, 'Space');
	}

	/** Goes to a group of radio buttons and chooses its n-th, from 0. */
	async choose(name: string, n: number): Promise<void> {
		await this.to(`[type=radio][name="${name}"]`);
		await this.page.keyboard.press('Space');
		for (let step = 0; step < n; step++) await this.page.keyboard.press('ArrowDown');
	}

	async arrives(path: RegExp): Promise<void> {
		await this.page.waitForURL((url) => path.test(url.pathname + url.search));
		await this.page.waitForFunction(() => history.scrollRestoration === 'manual');
	}

	/** Opens an address, as if it had been typed into the browser's own field, and waits for the page's scripts. */
	async open(address: string): Promise<void> {
		await this.page.goto(address);
		await this.page.waitForFunction(() => history.scrollRestoration === 'manual');
	}
}

/** An outline or a ring around the focused element, or around what frames it. */
function visibly(element: Element): boolean {
	for (let one: Element | null = element, up = 0; one && up < 4; one = one.parentElement, up++) {
		const { outlineStyle, outlineWidth } = getComputedStyle(one);
		if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) return true;
	}
	return false;
}
