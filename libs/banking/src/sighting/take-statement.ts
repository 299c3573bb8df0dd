import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { entryLineStore } from './entry-line.store.js';
import type { FirstLine } from './entry-line.store.js';
import type { BankLineDraft } from '../bank-line/bank-line.js';
import type { NewLine } from '../bank-line/bank-line.store.js';
import { daysOf } from '../telling/account-telling.js';
import type {
  AccountKnown,
  KnownTelling,
  TellingHead,
  ToldEntry,
} from '../telling/account-telling.js';
import { paymentOf } from './payment-told.js';
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
  /** Those of them that were told whole again, by their places: what is told of a part is not. */
  readonly retold: readonly { readonly place: number; readonly entryId: string }[];
  readonly known: number;
  readonly unclear: number;
  readonly confirmed: readonly string[];
  readonly repeated: readonly { readonly entryId: string; readonly sameAs: string }[];
}

/**
 * Tells a statement's entries from those of an account that was locked. Writes nothing.
 *
 * @param own the account, and what the files are called that statements of an archive stand in
 */
export async function takenFrom(
  tx: Tx,
  own: { readonly bankAccountId: string; readonly files: ReadonlyMap<string, string> },
  head: TellingHead,
  entries: readonly EntryWithLines[],
  state: 'new' | 'flagged',
): Promise<Taken> {
  const told = entries.map((entry) => entry.told);
  const days = daysOf(head, told);
  const account =
    days === null || told.length === 0
      ? { entries: [], tellings: [] }
      : byFile(await sightingStore.around(tx, own.bankAccountId, days), own.files);
  const apart = tellApart(account, { ...head, entries: told });
  const fresh = entries.map(() => newId());
  const lineIds = entries.map(({ lines }) => lines.map(() => newId()));
  const rivals = await entryLineStore.firstOfEntries(tx, rivalsOf(apart.verdicts));
  const offer = offering(entries, apart.verdicts, (entryId) => rivals.get(entryId));
  const lines: NewLine[] = [];
  const retold: { place: number; entryId: string }[] = [];
  const sightings: Omit<Sighting, 'statementId'>[] = [];
  entries.forEach(({ told: facts, lines: parts }, place) => {
    const verdict = apart.verdicts[place] ?? { is: 'new' };
    if (verdict.is === 'known') {
      const isOne = verdict.entryIds.length === 1 && !verdict.isPart;
      for (const entryId of verdict.entryIds) {
        sightings.push({ place, entryId, facts: isOne ? withPayments(facts, parts) : {} });
        if (isOne) retold.push({ place, entryId });
      }
      return;
    }
    const entryId = fresh[place] ?? '';
    sightings.push({ place, entryId, facts });
    const isUnclear = verdict.is === 'unclear';
    const offered = isUnclear ? offer(place) : null;
    const rival =
      offered === null || typeof offered === 'string' ? offered : lineIds[offered.twin]?.[0];
    parts.forEach((line, at) => {
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
  const total = entries.reduce((sum, one) => sum + one.lines.length, 0);
  const unclear = lines.filter((line) => line.state === 'unclear').length;
  return {
    lines,
    sightings,
    knownIds,
    retold,
    known: total - lines.length,
    unclear,
    confirmed,
    repeated,
  };
}

/** With what a batch's payments said, word for word: its line may be in the books as one. */
function withPayments(facts: ToldEntry, payments: readonly BankLineDraft[]): object {
  if (payments.length < 2) return facts;
  return { ...facts, payments: payments.map(paymentOf) };
}

/** What came in one archive came in several files, each by itself. */
function byFile(account: AccountKnown, files: ReadonlyMap<string, string>): AccountKnown {
  const named = (one: KnownTelling) => ({ ...one, fileId: files.get(one.id) ?? one.fileId });
  return { ...account, tellings: account.tellings.map(named) };
}

function rivalsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((one) => {
    if (one.is === 'new') return [];
    return one.is === 'known' ? one.entryIds : one.rivals;
  });
}

/**
 * Which line an unclear entry is shown to a person as: one that it can be decided to be, so of its
 * amount. A batch may be like some that are parts of it. The twin of its own file may be known by
 * now: then it is what that is known as.
 */
function offering(
  entries: readonly EntryWithLines[],
  verdicts: readonly Verdict[],
  firstLine: (entryId: string) => FirstLine | undefined,
) {
  return (place: number): string | { readonly twin: number } | null => {
    const verdict = verdicts[place];
    const amountMinor = entries[place]?.told.amountMinor;
    if (verdict?.is !== 'unclear') return null;
    const twin = verdict.twin === null ? undefined : verdicts[verdict.twin];
    const others = [...verdict.rivals, ...(twin?.is === 'known' ? twin.entryIds : [])];
    const found = others.flatMap((entryId) => firstLine(entryId) ?? []);
    const equal = found.find((line) => line.amountMinor === amountMinor);
    const isInParts = verdict.doubt === 'other-parts';
    const part = found.find(
      (line) => isInParts && line.amountMinor > 0n === (amountMinor ?? 0n) > 0n,
    );
    const offered = equal ?? part;
    if (offered !== undefined) return offered.id;
    if (verdict.twin === null || twin?.is === 'known') return null;
    return { twin: verdict.twin };
  };
}
