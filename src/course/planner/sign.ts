/** +3, −1, ±0: what a move costs. */
export function withSign(cost: number): string {
	if (cost === 0) return '±0';
	return cost > 0 ? `+${cost}` : `−${Math.abs(cost)}`;
}
