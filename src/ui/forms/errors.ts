export interface FieldError {
	/** The id of the control that is wrong; without it the line is no link. */
	field?: string | undefined;
	message: string;
}

/** From what form validation hands back, field by field, to the lines of the summary, in the order of the fields. */
export function errorList(errors: Readonly<Record<string, string | readonly string[] | undefined>>): FieldError[] {
	return Object.entries(errors).flatMap(([field, found]) => {
		const message = typeof found === 'string' ? found : found?.[0];
		return message ? [{ field, message }] : [];
	});
}
