/** An announced absence; its days are written `YYYY-MM-DD`. */
export type Absence = {
	id: string;
	userId: string;
	name: string;
	fromDate: string;
	toDate: string;
	wholeUnit: boolean;
	unitNumber: number | null;
	/** Empty where none was given. */
	reason: string;
};
