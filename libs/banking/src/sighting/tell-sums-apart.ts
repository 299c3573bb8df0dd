import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { BankLineDraft } from '../bank-line/bank-line.js';
import { bankLineStore } from '../bank-line/bank-line.store.js';
import type { LineOrigin, NewLine } from '../bank-line/bank-line.store.js';
import { BankLineDecided } from '../banking.events.js';
import { entryLineStore } from './entry-line.store.js';

/** A known entry, and the payments that a statement tells it as. */
export interface SumInParts {
  readonly entryId: string;
  readonly parts: readonly BankLineDraft[];
}

/** What became of a line that was the sum of payments. */
export interface SumTold {
  readonly lineId: string;
  readonly payments: number;
  /** Whether the payments are lines now, in its place; else they are kept beside it. */
  readonly isApart: boolean;
}

/**
 * One file told a batch as its sum, and this statement tells the payments. Where the sum's line
 * waits, they are lines in its place, and it counts no more; where it is booked, or waits for a
 * decision of its own, they are kept beside it for a person. What does not add up tells nothing
 * apart. Who calls holds the account, so that no other file is read meanwhile.
 */
export async function tellSumsApart(
  tx: Tx,
  origin: LineOrigin,
  sums: readonly SumInParts[],
  isSound: boolean,
): Promise<SumTold[]> {
  const told: SumTold[] = [];
  const whole = await entryLineStore.wholeLines(
    tx,
    sums.map(({ entryId }) => entryId),
  );
  for (const { entryId, parts } of sums) {
    const line = whole.get(entryId);
    // Told apart before, its payments are lines of their own.
    if (line === undefined || line.state === 'repeated') continue;
    const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0n);
    const sum = isSound ? await entryLineStore.lockSum(tx, entryId, amountMinor) : null;
    if (sum !== null) {
      const lines = linesOf(parts, sum.state);
      const [first] = lines;
      if (first === undefined) continue;
      await bankLineStore.insert(tx, origin, lines);
      await entryLineStore.replaceSum(tx, sum.id, first.id);
      tx.announce(BankLineDecided.of(sum.id, { lineId: sum.id, sameAsLineId: first.id }));
    }
    told.push({ lineId: line.id, payments: parts.length, isApart: sum !== null });
  }
  return told;
}

function linesOf(parts: readonly BankLineDraft[], state: NewLine['state']): NewLine[] {
  const entryId = newId();
  return parts.map((part) => {
    const id = newId();
    const identity = `${part.identity} ${id}`;
    return { ...part, id, identity, state, entryId, doubt: null, rivalLineId: null };
  });
}
