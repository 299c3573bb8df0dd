import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';

/** What a co-operative gives itself in writing: its bylaws, a code of conduct. */
export interface DocumentText {
  /** Its short name, which never changes: `bylaws`. */
  readonly key: string;
  readonly title: string;
  /** Markdown, to the letter as it was voted on. */
  readonly text: string;
}

const key = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longest = { key: 60, title: 200, text: 50_000 } as const;
/** No lines, no marks of direction, nothing that is not seen. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Postgres keeps no such sign. */
const unkept = '\0';

function refuse(field: keyof DocumentText, message: string): Error {
  return governanceErrors.error('DOCUMENT_INVALID', message, { path: [field] });
}

/** Whether it can be kept: nothing in it is changed. @throws CodedError DOCUMENT_INVALID */
export function requireDocument(given: DocumentText): void {
  if (given.key.length > longest.key || !key.test(given.key)) {
    throw refuse('key', 'A key is of small letters, digits and hyphens, at most 60.');
  }
  const { title, text } = given;
  if (title.trim() === '' || title.length > longest.title || unseen.test(title)) {
    throw refuse('title', 'A title is one line of 1 to 200 characters.');
  }
  if (text.trim() === '' || text.length > longest.text || text.includes(unkept)) {
    throw refuse('text', `A text has 1 to ${longest.text} characters.`);
  }
}

/** SHA-256, in hex, of the canonical JSON (RFC 8785) of title and text. */
export const hashOfDocument = ({ title, text }: Omit<DocumentText, 'key'>): string =>
  sha256Hex(canonicalJson({ text, title }));
