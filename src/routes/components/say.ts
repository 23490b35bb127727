import { getLocale } from '#messages/runtime.js';

/** Sample words of this page in the reader's language; they belong to no one and stay out of the messages. */
export const say = <Words>(de: Words, en: Words): Words => (getLocale() === 'de' ? de : en);
