import type { Topic, Unit } from '#course/package/model.ts';
import type { Language } from '#course/package/text.ts';

/** Where the parts of a package stand in its folder. */

export const unitPlace = (unit: Unit, language: Language, file: string): string =>
	`${language}/units/${String(unit.number).padStart(2, '0')}-${unit.id}/${file}`;

const numbered = (unit: Unit, topic: Topic): string => `${unit.topics.indexOf(topic) + 1}-${topic.id}`;

export const lessonPlace = (unit: Unit, topic: Topic, language: Language): string =>
	unitPlace(unit, language, `topics/${numbered(unit, topic)}.md`);

export const questionsPlace = (unit: Unit, topic: Topic, language: Language): string =>
	unitPlace(unit, language, `questions/${numbered(unit, topic)}.yaml`);
