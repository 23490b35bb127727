import { m } from '#messages/messages.js';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isControl = (target: EventTarget | null): target is Control =>
	target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/** What is wrong with the field, in the reader's language; empty where the browser knows better. */
function wordsFor(control: Control): string {
	const { validity, type } = control;
	if (validity.valueMissing)
		return type === 'checkbox'
			? m.input_tick()
			: type === 'radio' || control instanceof HTMLSelectElement
				? m.input_not_offered()
				: m.input_missing();
	if (control instanceof HTMLSelectElement) return '';
	if (validity.tooShort) return m.input_too_short({ least: control.minLength });
	if (validity.tooLong) return m.input_too_long({ most: control.maxLength });
	if (validity.typeMismatch) return type === 'email' ? m.input_email() : m.input_url();
	if (validity.patternMismatch) return m.input_form();
	if (control instanceof HTMLTextAreaElement) return '';
	if (type === 'number' && validity.rangeUnderflow) return m.input_too_small({ least: Number(control.min) });
	if (type === 'number' && validity.rangeOverflow) return m.input_too_big({ most: Number(control.max) });
	if (!validity.badInput) return '';
	const spoiled: Record<string, () => string> = {
		date: m.input_date,
		'datetime-local': m.input_datetime,
		time: m.input_time,
	};
	return (spoiled[type] ?? m.input_form)();
}

/**
 * Lets the browser say in the reader's language, not in its own, what is wrong with a field before anything is sent.
 * @returns what ends it
 */
export function fieldWords(): () => void {
	const said = new Set<Control>();
	const complain = ({ target }: Event) => {
		if (!isControl(target) || target.validity.customError) return;
		target.setCustomValidity(wordsFor(target));
		said.add(target);
	};
	// one choice of several may have been told off where another one is then taken
	const forgive = () => {
		for (const control of said) control.setCustomValidity('');
		said.clear();
	};
	document.addEventListener('invalid', complain, true);
	document.addEventListener('input', forgive, true);
	return () => {
		document.removeEventListener('invalid', complain, true);
		document.removeEventListener('input', forgive, true);
	};
}
