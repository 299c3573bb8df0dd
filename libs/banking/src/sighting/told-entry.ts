import type { BankLineDraft, EntryPlace } from '../bank-line/bank-line.js';
import type { ToldEntry } from '../telling/account-telling.js';
import { plainText, realKey } from '../telling/entry-facts.js';
import type { EntryFacts } from '../telling/entry-facts.js';

/** An entry of a statement, and the lines that it would become. */
export interface EntryWithLines {
  readonly told: ToldEntry;
  readonly lines: readonly BankLineDraft[];
}

type LineFacts = Pick<
  BankLineDraft,
  | 'bookingDate'
  | 'valueDate'
  | 'amountMinor'
  | 'endToEndId'
  | 'counterpartyAccount'
  | 'counterpartyName'
  | 'reference'
  | 'freeText'
>;

/** What a line says of itself, in the form in which lines are compared. */
export function factsOfLine(
  format: string,
  line: LineFacts,
  keys: readonly (string | null)[],
): EntryFacts {
  return {
    format,
    day: line.bookingDate,
    valueDate: line.valueDate,
    amountMinor: line.amountMinor,
    keys: [...new Set(keys.flatMap((key) => realKey(key) ?? []))].toSorted(),
    endToEndId: line.endToEndId,
    account: plainText(line.counterpartyAccount),
    name: plainText(line.counterpartyName),
    reference: plainText(line.reference),
    text: plainText(line.freeText),
    parts: null,
  };
}

/** The lines of a statement, those of one entry together. */
export function entriesOf(
  format: string,
  lines: readonly BankLineDraft[],
  origins: readonly EntryPlace[],
): EntryWithLines[] {
  const groups = new Map<number, { line: BankLineDraft; origin: EntryPlace }[]>();
  lines.forEach((line, at) => {
    const origin = origins[at] ?? { entry: at, keys: [] };
    const group = groups.get(origin.entry) ?? [];
    group.push({ line, origin });
    groups.set(origin.entry, group);
  });
  return [...groups.values()].map((group) => {
    const split = group.map(({ line, origin }) => factsOfLine(format, line, origin.keys));
    return { told: together(split), lines: group.map(({ line }) => line) };
  });
}

/** A batch is its parts in whatever order. */
function together(split: readonly EntryFacts[]): ToldEntry {
  const [only] = split;
  if (only === undefined) throw new Error('an entry has a line');
  if (split.length === 1) return { ...only, split: [] };
  const all = (pick: (facts: EntryFacts) => string | null): string | null => {
    const texts = split.flatMap((facts) => pick(facts) ?? []).toSorted();
    return texts.length === 0 ? null : texts.join(' ');
  };
  return {
    ...only,
    amountMinor: split.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    keys: [...new Set(split.flatMap(({ keys }) => keys))].toSorted(),
    endToEndId: all(({ endToEndId }) => endToEndId),
    account: all(({ account }) => account),
    name: all(({ name }) => name),
    reference: all(({ reference }) => reference),
    text: all(({ text }) => text),
    parts: all(({ amountMinor }) => String(amountMinor)),
    split,
  };
}
