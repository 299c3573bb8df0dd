import { randomInt } from 'node:crypto';
import { keyedFingerprint } from '@rochdale/platform';

// Read aloud, and typed on a telephone: nothing that looks like another.
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const length = 8;

/** What members type to say that they are there; told once. */
export const newCode = (): string =>
  Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');

/** Of a code as it was typed, in whatever case and with blanks; by the installation's secret. */
export const codeHashOf = (assemblyId: string, code: string): string =>
  keyedFingerprint(`code of assembly ${assemblyId}`, code.replaceAll(/\s/g, '').toUpperCase());
