import type { EntryFacts } from './entry-facts.js';

/** What stands at the head of a statement that was taken in. Amounts are minor units. */
export interface TellingHead {
  /** Of an archive: the file in it. */
  readonly fileId: string;
  readonly format: string;
  /** What the bank calls it, and its number. */
  readonly reference: string | null;
  readonly sequence: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Both, where the entries lead from the one to the other; else null. */
  readonly span: Span | null;
}

/** Where on the way of the account's balance a statement begins and ends. */
export interface Span {
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
}

/** A statement with what it tells, not yet compared with what is known. */
export interface Telling extends TellingHead {
  readonly entries: readonly ToldEntry[];
}

/** An entry as this telling has it; the parts of a batch apart, each with what it says alone. */
export interface ToldEntry extends EntryFacts {
  readonly split: readonly EntryFacts[];
}

/** A statement of before. `entryIds` is whole only where its sum leads through its span. */
export interface KnownTelling extends TellingHead {
  readonly id: string;
  readonly entryIds: readonly string[];
}

/** An entry of the account, as all tellings of it together say. */
export interface KnownEntry {
  readonly id: string;
  /** One for each telling, the first first. */
  readonly facts: readonly [EntryFacts, ...EntryFacts[]];
  /** What the payments of a batch say, each alone; none where nothing told them apart. */
  readonly split: readonly EntryFacts[];
  /** The statements that told it. */
  readonly tellingIds: readonly string[];
  /** Waits for a person to say whether it is an entry at all. */
  readonly unclear: boolean;
  /** The source of money that told it, where none of the bank's files did. */
  readonly source: string | null;
}

/** What is known of an account, as far as it can matter for a telling. */
export interface AccountKnown {
  readonly entries: readonly KnownEntry[];
  readonly tellings: readonly KnownTelling[];
}

/**
 * All that was said of an entry. What a person took for a batch told again may have been its
 * payments, each by itself: once they are whole they say what it is made of, and not what it is.
 */
export function asTold(
  facts: KnownEntry['facts'],
  ...splits: readonly (readonly EntryFacts[])[]
): Pick<KnownEntry, 'facts' | 'split'> {
  const [first, ...later] = facts;
  const split = splits.find((parts) => parts.length > 1) ?? [];
  const parts = later.filter(({ amountMinor }) => amountMinor !== first.amountMinor);
  const sum = parts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (parts.length < 2 || sum !== first.amountMinor) return { facts, split };
  const whole = later.filter(({ amountMinor }) => amountMinor === first.amountMinor);
  return { facts: [first, ...whole], split: split.length > 0 ? split : parts };
}

/** The first and last day that a telling speaks of; null when it has neither days nor entries. */
export function daysOf(
  { from, to }: Pick<TellingHead, 'from' | 'to'>,
  entries: readonly EntryFacts[],
): { readonly first: string; readonly last: string } | null {
  const days = [from, to].flatMap((day) => day ?? []);
  let [first = entries[0]?.day, last = first] = days;
  if (first === undefined || last === undefined) return null;
  for (const day of days.concat(entries.map((one) => one.day))) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}
