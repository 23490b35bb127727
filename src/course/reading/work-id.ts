/** The address of a work within the page that lists it. */
export const workId = (key: string): string => `work-${key}`;
