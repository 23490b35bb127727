/** What a button needs to open a dialog: by the platform's own invoker, and by script where that is unknown. */
export interface Opener {
	command: 'show-modal';
	commandfor: string;
	'aria-haspopup': 'dialog';
	onclick: (event: MouseEvent) => void;
}
