import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
/** Each word in a module of its own. */
export const messages = `${root}/src/messages/messages/`;
export const routes = `${root}/src/routes/`;
/** The page most looked at. */
export const thread = `${routes}c/[communityId]/threads/[threadId]/+page.svelte`;
export const replyForm = `${root}/src/conversation/ReplyForm.svelte`;
