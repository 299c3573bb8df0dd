import { sha256Hex } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import type { SweptPage, SweptRow } from '../source/source.js';

/** Something that a source said of a row for the first time. */
export interface FreshRow {
  readonly externalId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly json: string;
}

/** A version that is known: of which row, and the hash of what it says. */
export interface KnownVersion {
  readonly externalId: string;
  readonly contentHash: string;
}

/** How large a page may be: what a source hands over at once is held in memory. */
export const rowsPerPage = 1_000;

const isId = (text: string): boolean => /^[\x21-\x7e]{1,200}$/.test(text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unreadable(message: string): Error {
  return collectionsErrors.error('SOURCE_UNREADABLE', message);
}

/**
 * A page that can be stored as it is. What the rows mean is looked at later, one by one; a page
 * that breaks its own promises is refused as a whole, and the cursor stays.
 *
 * @throws CodedError SOURCE_UNREADABLE
 */
export function checkedPage(
  page: SweptPage,
  asked: { readonly cursor: string | null; readonly overlap: boolean },
): SweptPage {
  if (page.rows.length > rowsPerPage) throw unreadable(`A page has at most ${rowsPerPage} rows.`);
  const odd = page.rows.find(({ id, json }) => !isId(id) || !isJson(json));
  if (odd !== undefined) throw unreadable('A row has an id in ASCII, and its content is JSON.');
  // With overlap it may end where it was; without, it would be asked for the same for ever.
  if (page.more && !asked.overlap && page.cursor === asked.cursor) {
    throw unreadable('A page with more behind it moves on.');
  }
  return page;
}

/**
 * What of a page was not told before, in its order. A row that says something new is its next
 * version; one that says again what it said, now or at any time, is nothing.
 */
export function freshRows(rows: readonly SweptRow[], known: readonly KnownVersion[]): FreshRow[] {
  const versions = new Map<string, Set<string>>();
  const hashesOf = (externalId: string): Set<string> => {
    const hashes = versions.get(externalId) ?? new Set<string>();
    versions.set(externalId, hashes);
    return hashes;
  };
  for (const { externalId, contentHash } of known) hashesOf(externalId).add(contentHash);
  return rows.flatMap(({ id: externalId, json }) => {
    const hashes = hashesOf(externalId);
    const contentHash = sha256Hex(json);
    if (hashes.has(contentHash)) return [];
    hashes.add(contentHash);
    return [{ externalId, version: hashes.size, contentHash, json }];
  });
}
