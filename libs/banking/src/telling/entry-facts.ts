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

/** What both say, and say alike; of some words one may hold the other. */
function agree(one: string | null, other: string | null, mayHold = false): boolean {
  if (one === null || other === null) return false;
  if (one === other) return true;
  if (!mayHold || one.length === other.length) return false;
  return one.length > other.length ? one.includes(other) : other.includes(one);
}

/** What both say, and say otherwise. */
function differ(one: string | null, other: string | null, mayHold = false): boolean {
  return one !== null && other !== null && !agree(one, other, mayHold);
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

/** Whether two tellings differ in words that no format puts otherwise. */
const differFirmly = (one: EntryFacts, other: EntryFacts): boolean =>
  differ(one.endToEndId, other.endToEndId) ||
  differ(one.reference, other.reference) ||
  differ(one.parts, other.parts) ||
  differ(one.account, other.account, true);

/** Whether they differ in words that another format may put otherwise. */
const differLoosely = (one: EntryFacts, other: EntryFacts): boolean =>
  differ(one.valueDate, other.valueDate) ||
  differ(one.name, other.name, true) ||
  differ(one.text, other.text, true);

const words = ['account', 'endToEndId', 'reference', 'parts', 'text', 'name', 'valueDate'] as const;

/** Whether the one says something of which the other is silent, whatever it says. */
const saysMore = (one: EntryFacts, other: EntryFacts): boolean =>
  (one.keys.length > 0 && other.keys.length === 0) ||
  words.some((word) => one[word] !== null && other[word] === null);

/** Whether the bank calls the two by names of one kind, and they are not the same. */
export function isNamedOther(one: EntryFacts, other: EntryFacts): boolean {
  if (one.keys.length === 0 || other.keys.length === 0) return false;
  return familyOf(one.format) === familyOf(other.format) && !sharesKey(one, other);
}

/**
 * Whether two tellings cannot be of one entry, though amount and day agree. One format adds words
 * from one telling to the next; it neither changes them nor gives some up for others.
 */
export function isOther(one: EntryFacts, other: EntryFacts): boolean {
  if (sharesKey(one, other)) return false;
  if (isNamedOther(one, other)) return true;
  if (one.format !== other.format) return false;
  if (differFirmly(one, other) || differLoosely(one, other)) return true;
  return saysMore(one, other) && saysMore(other, one);
}

/** Whether two tellings may be of one entry, and how sure that is; null when they are of two. */
export function likeness(one: EntryFacts, other: EntryFacts): Likened | null {
  if (one.amountMinor !== other.amountMinor) return null;
  if (sharesKey(one, other)) {
    return one.day !== other.day && Math.abs(daysBetween(one.day, other.day)) > keyDays
      ? { likeness: 'weak', score: 0 }
      : { likeness: 'key', score: scoreOf(one, other) };
  }
  if (one.day !== other.day || isOther(one, other)) return null;
  if (one.format !== other.format && differFirmly(one, other)) return null;
  const isSame = !differLoosely(one, other);
  return { likeness: isSame ? 'content' : 'weak', score: scoreOf(one, other) };
}

/** How much both say alike; of texts one that holds the other is not the same. */
function scoreOf(one: EntryFacts, other: EntryFacts): number {
  return (
    Number(agree(one.text, other.text)) +
    Number(agree(one.account, other.account, true)) +
    Number(agree(one.endToEndId, other.endToEndId)) +
    Number(agree(one.reference, other.reference)) +
    Number(agree(one.name, other.name, true)) +
    Number(agree(one.valueDate, other.valueDate)) +
    Number(one.day === other.day) +
    Number(agree(one.parts, other.parts))
  );
}
