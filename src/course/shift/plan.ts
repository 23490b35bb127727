export type PlannedShift = {
	id: string;
	unitNumber: number | null;
	startsAt: Date;
	endsAt: Date;
	userId: string;
	name: string;
	picture: string | null;
	mine: boolean;
};
export type PlannedUnit = { number: number; startsAt: Date; endsAt: Date; people: PlannedShift[] };

/** Who leads in which unit, from the first to the last; whoever handed a shift on or took it over stands there, too. */
export function planOf(shifts: readonly PlannedShift[]): PlannedUnit[] {
	const units: PlannedUnit[] = [];
	for (const shift of shifts) {
		const number = shift.unitNumber ?? 0;
		const unit = units.find((one) => one.number === number);
		if (!unit) units.push({ number, startsAt: shift.startsAt, endsAt: shift.endsAt, people: [shift] });
		else {
			unit.people.push(shift);
			if (shift.startsAt < unit.startsAt) unit.startsAt = shift.startsAt;
			if (shift.endsAt > unit.endsAt) unit.endsAt = shift.endsAt;
		}
	}
	return units.toSorted((a, b) => a.number - b.number);
}
