/** What ties a control to its label, hint and error. Spread it onto the control. */
export interface FieldWires {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': 'true' | undefined;
}

/** What every field of the set takes. The id is the name unless one page holds two forms with the same name. */
export interface FieldProps {
	name: string;
	label: string;
	id?: string | undefined;
	hint?: string | undefined;
	error?: string | undefined;
	optional?: boolean | undefined;
	large?: boolean | undefined;
}

export interface Choice {
	value: string;
	label: string;
	hint?: string | undefined;
}
