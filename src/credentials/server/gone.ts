import { createHash } from 'node:crypto';

/** What is left of a certificate's number once its entry has been deleted: enough to answer whoever holds it. */
export const numberDigest = (number: string): Buffer => createHash('sha256').update(number).digest();
