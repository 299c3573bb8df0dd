import { defineAction, isDay, violates } from '@rochdale/platform';
import { z } from 'zod';
import { governanceErrors } from '../governance.errors.js';
import { DocumentAdopted } from '../governance.events.js';
import { differenceOf } from '../text/difference.js';
import { hashOfDocument, requireDocument } from './document.js';
import type { DocumentRecord } from './document.store.js';
import { documentStore } from './document.store.js';

/**
 * The members give themselves a document, or another version of one. What all have to keep to is
 * not for half of them to change.
 */
export const AdoptDocumentAction = defineAction({
  kind: 'document.adopt',
  payload: z.strictObject({
    /** Its short name, which never changes: `bylaws`. */
    key: z.string().max(60),
    title: z.string().max(200),
    /** All of it, in Markdown. */
    text: z.string().max(50_000),
    /** The version in whose place it comes; left out or null for the first one. */
    amends: z.int().positive().nullish(),
    /** The co-operative's day from which it is in force; as it is carried out where it is over. */
    inForceOn: z.string().refine(isDay, 'A day of the calendar.').nullish(),
  }),
  underPolicies: ['supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,

  notBefore: ({ inForceOn }) => inForceOn ?? null,

  summary({ key, title, amends, inForceOn }) {
    const from = typeof inForceOn === 'string' ? ` from ${inForceOn}` : '';
    return typeof amends === 'number'
      ? `Adopts ${title} (${key})${from} in place of version ${amends}.`
      : `Adopts ${title} (${key})${from}.`;
  },

  async check(_, tx, { amends, key, title, text }) {
    requireDocument({ key, title, text });
    requireCurrent(await documentStore.inForce(tx, key), amends ?? null);
  },

  async foresee(_, tx, { key, text }) {
    const known = await documentStore.inForce(tx, key);
    if (known === null) return 'There is no document of this key now.';
    const { added, removed } = wordsChanged(known.text, text);
    return (
      `It takes the place of version ${known.version}, ${known.title}: of the text ` +
      `${wordsOf(removed)} gone and ${wordsOf(added)} new.`
    );
  },

  async run(_, tx, { amends, key, title, text }, { id }) {
    const adopted = { key, title, text };
    requireDocument(adopted);
    const known = await documentStore.lock(tx, key);
    requireCurrent(known, amends ?? null);
    const version = (known?.version ?? 0) + 1;
    if (known !== null) await documentStore.retire(tx, known, id);
    try {
      await documentStore.insert(tx, version, adopted, id);
    } catch (error) {
      // Two first versions at once: nothing was there to wait at.
      throw violates(error, 'documents_pk') ? stale(error) : error;
    }
    const textHash = hashOfDocument(adopted);
    tx.announce(DocumentAdopted.of(tx.cooperativeId, { key, version, textHash, proposalId: id }));
  },
});

/** Who voted read what it takes the place of: no other version came in between. */
function requireCurrent(known: DocumentRecord | null, amends: number | null): void {
  if ((known?.version ?? null) !== amends) throw stale();
}

function stale(cause?: unknown): Error {
  const message = 'It amends another version than the one that is in force.';
  return governanceErrors.error('DOCUMENT_VERSION_STALE', message, { path: ['amends'], cause });
}

const countOf = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
const wordsOf = (count: number): string => (count === 1 ? '1 word' : `${count} words`);

function wordsChanged(before: string, after: string): Record<'added' | 'removed', number> {
  const changed = { added: 0, removed: 0 };
  for (const { kind, text } of differenceOf(before, after)) {
    if (kind !== 'same') changed[kind] += countOf(text);
  }
  return changed;
}
