import type { Attachment } from 'svelte/attachments';
import type { Planner } from './planner.svelte.ts';

const slack = 5;

/**
 * Lets a mouse take a person from their seat (`data-person`) to a table (`data-table`). `moved` is told where the
 * pointer is, null when nobody is carried any more; `dropped` when the person was let go over another table.
 */
export function dragging(
	planner: Planner,
	moved: (at: { x: number; y: number } | null) => void,
	dropped: () => void,
): Attachment<HTMLElement> {
	return (room) => {
		let from: { id: string; x: number; y: number } | null = null;
		let carrying = false;

		const at = (event: PointerEvent, name: string) =>
			document.elementFromPoint(event.clientX, event.clientY)?.closest(`[data-${name}]`)?.getAttribute(`data-${name}`);

		function down(event: PointerEvent) {
			const id = at(event, 'person');
			if (event.pointerType === 'mouse' && event.button === 0 && id) from = { id, x: event.clientX, y: event.clientY };
		}
		function move(event: PointerEvent) {
			if (!from) return;
			if (!carrying) {
				if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < slack) return;
				carrying = true;
				planner.pick(from.id);
			}
			event.preventDefault();
			moved({ x: event.clientX, y: event.clientY });
			planner.aim(Number(at(event, 'table') ?? planner.home ?? 0));
		}
		function up() {
			if (carrying) {
				swallowClick();
				moved(null);
				if (planner.moved) dropped();
				else planner.putBack();
			}
			from = null;
			carrying = false;
		}
		/** The click that may follow at once is the end of the carrying, not a choice. */
		function swallowClick() {
			const swallow = (event: Event) => event.stopPropagation();
			window.addEventListener('click', swallow, { capture: true });
			setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
		}
		const still = (event: Event) => event.preventDefault();

		room.addEventListener('pointerdown', down);
		room.addEventListener('dragstart', still);
		window.addEventListener('pointermove', move);
		window.addEventListener('pointerup', up);
		return () => {
			room.removeEventListener('pointerdown', down);
			room.removeEventListener('dragstart', still);
			window.removeEventListener('pointermove', move);
			window.removeEventListener('pointerup', up);
		};
	};
}
