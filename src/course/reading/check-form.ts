/** What the pages know of a self-check; the shapes that `question-forms.ts` and `self-check.ts` of the server make. */

export interface Named {
	id: string;
	html: string;
	/** The same without marks, for lists to choose from. */
	plain: string;
}

/** A question as it is asked: without what is right, and what is to be sorted out of its order. */
export interface QuestionForm {
	id: string;
	kind: 'single' | 'multiple' | 'scenario' | 'order' | 'match';
	html: string;
	/** To choose from, or to put in order. */
	choices: Named[];
	/** To each of these belongs one of `choices`. */
	lefts: Named[];
}

/** What is said to an answer; nothing is given away where there is none. */
export interface Explained {
	id: string;
	answered: boolean;
	right: boolean;
	explanation: string;
	/** Of each option, item or left side: whether it was answered rightly, and what is right about it. */
	parts: { id: string; right: boolean; solution: string; why: string | null; isRight: boolean }[];
}

export interface Checked {
	questions: readonly Explained[];
	chosen: Readonly<Record<string, string | readonly string[]>>;
	places: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
