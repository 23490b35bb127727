/** What stands instead of a post's words once they are gone for good; such a post cannot be brought back. */
export const goneWords = '–';
