import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { entryLineStore } from './entry-line.store.js';
import type { NewLine } from '../bank-line/bank-line.store.js';
import { daysOf } from '../telling/account-telling.js';
import type { TellingHead } from '../telling/account-telling.js';
import { sightingStore } from './sighting.store.js';
import type { Sighting } from './sighting.store.js';
import { tellApart } from '../telling/tell-apart.js';
import type { Verdict } from '../telling/verdict.js';
import type { EntryWithLines } from './told-entry.js';

/** What a statement brought, entry by entry. */
export interface Taken {
  readonly lines: readonly NewLine[];
  readonly sightings: readonly Omit<Sighting, 'statementId'>[];
  /** Entries that were there before. */
  readonly knownIds: readonly string[];
  readonly known: number;
  readonly unclear: number;
  readonly confirmed: readonly string[];
  readonly repeated: readonly { readonly entryId: string; readonly sameAs: string }[];
}

/** Tells a statement's entries from those of an account that was locked. Writes nothing. */
export async function takenFrom(
  tx: Tx,
  bankAccountId: string,
  head: TellingHead,
  entries: readonly EntryWithLines[],
  state: 'new' | 'flagged',
): Promise<Taken> {
  const told = entries.map((entry) => entry.told);
  const days = daysOf(head, told);
  const account =
    days === null || told.length === 0
      ? { entries: [], tellings: [] }
      : await sightingStore.around(tx, bankAccountId, days);
  const apart = tellApart(account, { ...head, entries: told });
  const fresh = entries.map(() => newId());
  const lineIds = entries.map(({ lines }) => lines.map(() => newId()));
  const rivals = await entryLineStore.firstOfEntries(tx, rivalsOf(apart.verdicts));
  const lines: NewLine[] = [];
  const sightings: Omit<Sighting, 'statementId'>[] = [];
  entries.forEach(({ told: facts, lines: own }, place) => {
    const verdict = apart.verdicts[place] ?? { is: 'new' };
    if (verdict.is === 'known') {
      const isOne = verdict.entryIds.length === 1;
      for (const entryId of verdict.entryIds) {
        sightings.push({ place, entryId, facts: isOne ? facts : {} });
      }
      return;
    }
    const entryId = fresh[place] ?? '';
    sightings.push({ place, entryId, facts });
    const isUnclear = verdict.is === 'unclear';
    const twin = isUnclear && verdict.twin !== null ? lineIds[verdict.twin]?.[0] : undefined;
    const rival = isUnclear ? (rivals.get(verdict.rivals[0] ?? '') ?? twin) : undefined;
    own.forEach((line, at) => {
      const id = lineIds[place]?.[at] ?? '';
      lines.push({
        ...line,
        id,
        identity: `${line.identity} ${id}`,
        state: isUnclear ? 'unclear' : state,
        entryId,
        doubt: isUnclear ? verdict.doubt : null,
        rivalLineId: rival ?? null,
      });
    });
  });
  const { confirmed } = apart;
  // What does not add up may have left out a line that there is.
  const repeated = state === 'flagged' ? [] : apart.repeated;
  const knownIds = apart.verdicts.flatMap((one) => (one.is === 'known' ? one.entryIds : []));
  const total = entries.reduce((sum, { lines: own }) => sum + own.length, 0);
  const unclear = lines.filter((line) => line.state === 'unclear').length;
  return {
    lines,
    sightings,
    knownIds,
    known: total - lines.length,
    unclear,
    confirmed,
    repeated,
  };
}

function rivalsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((verdict) => (verdict.is === 'unclear' ? verdict.rivals : []));
}
