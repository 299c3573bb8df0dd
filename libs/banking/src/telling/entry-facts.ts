import { daysBetween } from '@rochdale/platform';

/** What one telling says of one entry of an account: all that tells it from another. */
export interface EntryFacts {
  /** Of the file that told it: `camt.053`, `mt940`, `ofx`, `csv`; or `source`. */
  readonly format: string;
  /** The day that the bank booked it. */
  readonly day: string;
  readonly valueDate: string | null;
  /** Signed: what the account gained. */
  readonly amountMinor: bigint;
  /** The bank's own names of it. */
  readonly keys: readonly string[];
  readonly endToEndId: string | null;
  readonly account: string | null;
  readonly name: string | null;
  readonly reference: string | null;
  readonly text: string | null;
  /** The amounts of a batch's parts, whatever their order; null for what is not split. */
  readonly parts: string | null;
}

/**
 * How sure it is that two tellings are of one entry. `key`: by the bank's own reference and the
 * amount. `content`: nothing that both say differs. `weak`: amount and day alone, where two formats
 * put the rest in different words, or one reference where the days lie far apart.
 */
export type Likeness = 'key' | 'content' | 'weak';

export interface Likened {
  readonly likeness: Likeness;
  /** Of two that are alike, the one with more in common. */
  readonly score: number;
}

/** How far the day of one booking may move while its reference stays. */
const keyDays = 10;

/** Letters and digits alone, in capitals: how a text is broken into lines says nothing. */
export function plainText(text: string | null): string | null {
  const plain = (text ?? '')
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain === '' ? null : plain;
}

/** Not a reference, though it stands where one does. */
const placeholders = /^(?:NONREF|NOREF|NOTPROVIDED|NOTAVAILABLE|NONE|NULL|N\/?A|[0\W_]+)$/i;

/** A reference as it is compared; null for what only fills the place of one. */
export function realKey(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || placeholders.test(trimmed) ? null : trimmed.toUpperCase();
}

/** Formats whose references are made by the same rules. */
export function familyOf(format: string): string {
  return format.startsWith('camt') ? 'camt' : format.startsWith('mt') ? 'mt' : format;
}

type Agreement = 'same' | 'open' | 'differs';

function agreement(one: string | null, other: string | null, mayHold = false): Agreement {
  if (one === null || other === null) return 'open';
  if (one === other) return 'same';
  return mayHold && (one.includes(other) || other.includes(one)) ? 'same' : 'differs';
}

function sharesKey(one: EntryFacts, other: EntryFacts): boolean {
  return one.keys.some((key) =>
    other.keys.some((its) => its === key || cutShort(one, key, other, its)),
  );
}

/** MT940 has room for sixteen characters of what camt tells whole. */
function cutShort(one: EntryFacts, key: string, other: EntryFacts, its: string): boolean {
  if (familyOf(one.format) === familyOf(other.format)) return false;
  const [short, long] = key.length < its.length ? [key, its] : [its, key];
  return short.length === 16 && long.startsWith(short);
}

/** All but the day and the bank's reference that two tellings can agree or differ in. */
function wordsOf(one: EntryFacts, other: EntryFacts): Agreement[] {
  return [
    agreement(one.account, other.account, true),
    agreement(one.endToEndId, other.endToEndId),
    agreement(one.reference, other.reference),
    agreement(one.parts, other.parts),
    agreement(one.text, other.text, true),
    agreement(one.name, other.name, true),
    agreement(one.valueDate, other.valueDate),
  ];
}

/** How many of the words above are firm: no format puts them otherwise. */
const firmWords = 4;

/** What a telling says at all, whatever it says. */
function said(facts: EntryFacts): boolean[] {
  const { account, endToEndId, reference, parts, text, name, valueDate, keys } = facts;
  const named = keys.length > 0;
  const words = [account, endToEndId, reference, parts, text, name, valueDate];
  return [...words.map((word) => word !== null), named];
}

/** Whether the bank calls the two by names of one kind, and they are not the same. */
export function isNamedOther(one: EntryFacts, other: EntryFacts): boolean {
  const isFamily = familyOf(one.format) === familyOf(other.format);
  const areNamed = one.keys.length > 0 && other.keys.length > 0;
  return isFamily && areNamed && !sharesKey(one, other);
}

/**
 * Whether two tellings cannot be of one entry, though amount and day agree. One format adds words
 * from one telling to the next; it neither changes them nor gives some up for others.
 */
export function isOther(one: EntryFacts, other: EntryFacts): boolean {
  if (sharesKey(one, other)) return false;
  if (isNamedOther(one, other)) return true;
  if (one.format !== other.format) return false;
  if (wordsOf(one, other).includes('differs')) return true;
  const [mine, its] = [said(one), said(other)];
  const more = mine.some((word, at) => word && its[at] === false);
  return more && mine.some((word, at) => !word && its[at] === true);
}

/** Whether two tellings may be of one entry, and how sure that is; null when they are of two. */
export function likeness(one: EntryFacts, other: EntryFacts): Likened | null {
  if (one.amountMinor !== other.amountMinor) return null;
  const days = Math.abs(daysBetween(one.day, other.day));
  if (sharesKey(one, other)) {
    return days > keyDays
      ? { likeness: 'weak', score: 0 }
      : { likeness: 'key', score: scoreOf(one, other) };
  }
  if (days > 0 || isOther(one, other)) return null;
  const words = wordsOf(one, other);
  if (words.slice(0, firmWords).includes('differs')) return null;
  const isSame = !words.includes('differs');
  return { likeness: isSame ? 'content' : 'weak', score: scoreOf(one, other) };
}

function scoreOf(one: EntryFacts, other: EntryFacts): number {
  const both = [
    agreement(one.text, other.text),
    agreement(one.account, other.account, true),
    agreement(one.endToEndId, other.endToEndId),
    agreement(one.reference, other.reference),
    agreement(one.name, other.name, true),
    agreement(one.valueDate, other.valueDate),
    agreement(one.day, other.day),
    agreement(one.parts, other.parts),
  ];
  return both.filter((agreed) => agreed === 'same').length;
}
