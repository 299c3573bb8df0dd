import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { lockToldAgain } from '../erased/lock-lines.js';
import { entryLineStore } from './entry-line.store.js';
import type { ChangedLine } from './entry-line.store.js';

/**
 * Entries that waited are entries of their own, or others that are known: what was said of them
 * counts for those then, for as long as nobody says otherwise. Asserts that each of them waited, or
 * was taken for another where somebody takes that back.
 */
export async function settleEntries(
  tx: Tx,
  confirmed: readonly string[],
  repeated: readonly { readonly entryId: string; readonly sameAs: string }[],
  from: readonly ('unclear' | 'repeated')[] = ['unclear'],
): Promise<ChangedLine[]> {
  const changed: ChangedLine[] = [];
  for (const entryId of confirmed) {
    const lines = await entryLineStore.settle(tx, entryId, from, 'new', null);
    assert(lines.length > 0, 'an entry that waits is decided');
    changed.push(...lines);
  }
  const rivals = await entryLineStore.firstOfEntries(
    tx,
    repeated.map(({ sameAs }) => sameAs),
  );
  for (const { entryId, sameAs } of repeated) {
    const rival = rivals.get(sameAs)?.id ?? null;
    const lines = await entryLineStore.settle(tx, entryId, ['unclear'], 'repeated', rival);
    assert(lines.length > 0, 'an entry that waits is decided');
    changed.push(...lines);
  }
  await lockToldAgain(
    tx,
    [...rivals.values()].map(({ id }) => id),
  );
  return changed;
}
