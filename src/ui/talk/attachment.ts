/** What hangs at a text: kept at the server, not yet read by others until the text is sent. */
export type Attachment = { id: string; name: string; bytes: number; picture: boolean };

/** Sends one file; `progress` is told how many of its bytes have arrived. @throws Error with words for the reader */
export type Upload = (
	file: File,
	options: { progress: (done: number) => void; signal: AbortSignal },
) => Promise<Attachment>;

export const mostAttachments = 10;
/** Megabytes of one file. */
export const largestAttachment = 10;
