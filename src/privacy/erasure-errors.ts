import { sentForm } from '#ui/forms/sent.ts';

/** As the form of an administrator has them; the fields' ids differ from those of other forms on the page. */
export const erasureForm = (result: unknown) => sentForm(result, 'erasePerson', { id: (field) => `erase-${field}` });

export const erasureErrors = (result: unknown) => [
	...erasureForm(result).errors,
	...sentForm(result, 'withdrawPersonErasure').errors,
];
