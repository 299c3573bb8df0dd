import { expect, it } from 'vitest';
import { AccountBooks } from '../testing/account-books.js';
import { Dice, madeFiles, madeHistory } from '../testing/made-history.js';
import type { MadeTelling, ToldTrue, TrueEntry } from '../testing/made-history.js';
import { closest } from './closest.js';
import type { KnownEntry, Telling, ToldEntry } from './account-telling.js';
import type { EntryFacts } from './entry-facts.js';

interface Piece {
  readonly is: TrueEntry;
  /** Of a batch, the amount of the one payment; null for the whole. */
  readonly part: bigint | null;
}

/** Which booking a telling speaks of: only the person who decides knows. */
const truth = new WeakMap<EntryFacts, Piece>();

const pieceOf = ({ facts: [facts] }: KnownEntry): Piece => {
  const piece = truth.get(facts);
  if (piece === undefined) throw new Error('every telling is of a booking');
  return piece;
};

function toldOf({ format, richness }: MadeTelling, told: ToldTrue): ToldEntry {
  const { is, part, day, text, parts } = told;
  const isPoor = richness === 'poor';
  const key = format === 'ofx' ? is.fitId : is.key;
  const isBatch = part === null && is.parts.length > 0;
  const amountMinor = part === null ? is.amountMinor : (is.parts[part] ?? 0n);
  const facts: EntryFacts = {
    format,
    day,
    valueDate: isPoor || format === 'ofx' ? null : is.day,
    amountMinor,
    keys: richness === 'keys' ? [part === null ? key : `${key}/${part}`] : [],
    endToEndId: null,
    // Many pay a batch: whom its payments are from they alone say.
    account: isPoor || format === 'ofx' || isBatch ? null : is.payer,
    name: null,
    reference: null,
    text: text.replaceAll(' ', ''),
    parts: null,
  };
  const isSplit = parts.length > 0 && !isPoor && format.startsWith('camt');
  const split = isSplit
    ? parts.map((amount) => ({ ...facts, account: is.payer, amountMinor: amount }))
    : [];
  const entry = {
    ...facts,
    parts: isSplit ? parts.map(String).toSorted().join(' ') : null,
    split,
  };
  truth.set(entry, { is, part: part === null ? null : amountMinor });
  return entry;
}

function tellingOf(made: MadeTelling, fileId: string): Telling {
  const { format, reference, sequence, balances, entries } = made;
  return {
    fileId,
    format,
    reference,
    sequence,
    from: null,
    to: null,
    span: balances,
    entries: entries.map((told) => toldOf(made, told)),
  };
}

const kindOf = ({ day, amountMinor }: TrueEntry): string => `${day} ${amountMinor}`;

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** How many of a kind the books have, were every batch told whole: the part told most counts. */
function countOf(pieces: readonly Piece[]): number {
  const parts = groupBy(pieces, ({ part }) => part);
  const whole = parts.get(null)?.length ?? 0;
  const most = [...parts].map(([part, all]) => (part === null ? 0 : all.length));
  return whole + Math.max(0, ...most);
}

/**
 * The person decides what waits by knowing the history: how many there are of a kind, and first
 * those which nothing in the books was made for.
 */
function decideAll(books: AccountBooks, told: readonly TrueEntry[]): number {
  const waiting = books.waiting.map((entry) => ({ entry, first: madeFor(books, pieceOf(entry)) }));
  waiting.sort((one, other) => Number(one.first !== undefined) - Number(other.first !== undefined));
  for (const { entry, first } of waiting) {
    const { is, part } = pieceOf(entry);
    const counted = books.counted.filter((one) => kindOf(pieceOf(one).is) === kindOf(is));
    const alike = counted.map(pieceOf).filter((one) => isPartOf(one, part));
    const isOwn = countOf(alike) < told.filter((one) => kindOf(one) === kindOf(is)).length;
    const same =
      first ??
      counted.find(({ facts }) => facts.some((its) => truth.get(its)?.is === is)) ??
      counted.find((one) => closest(entry.facts[0], one)?.likeness === 'content') ??
      counted[0];
    books.decide(entry.id, isOwn ? null : (same?.id ?? null));
  }
  return waiting.length;
}

const isPartOf = (one: Piece, part: bigint | null): boolean =>
  one.part === part || one.part === null || part === null;

const madeFor = (books: AccountBooks, { is, part }: Piece): KnownEntry | undefined =>
  books.counted.find((one) => pieceOf(one).is === is && isPartOf(pieceOf(one), part));

interface Ended {
  /** What is wrong in the books; nothing when they are right. */
  readonly faults: readonly string[];
  /** How much a person was asked, of how much was told. */
  readonly asked: number;
  readonly told: number;
}

/**
 * What the books have of a day beside its bookings, and lack of them: each batch whole, or in its
 * parts. Equal parts of two batches are equal lines, whichever of the two was told.
 */
function faultsOf(entries: readonly TrueEntry[], pieces: readonly Piece[]): string[] {
  const found = pieces.map(({ is, part }) => part ?? is.amountMinor);
  const lacking = entries.flatMap(({ amountMinor, parts }) => {
    const rest = parts.at(-1);
    const isInParts = rest !== undefined && found.includes(rest);
    return (isInParts ? parts : [amountMinor]).flatMap((amount) => {
      const at = found.indexOf(amount);
      if (at >= 0) found.splice(at, 1);
      return at >= 0 ? [] : [`lacks ${amount}`];
    });
  });
  return [...lacking, ...found.map((amount) => `has ${amount} beside`)];
}

/** How the books of a history end, told in the way of its seed. */
function ended(seed: number): Ended {
  const dice = new Dice(seed);
  const all = madeHistory(dice, 500);
  const books = new AccountBooks();
  const told = new Set<TrueEntry>();
  let [asked, count] = [0, 0];
  madeFiles(dice, all).forEach((file, at) => {
    for (const made of file) {
      books.take(tellingOf(made, `f${at}`));
      for (const { is } of made.entries) told.add(is);
      count += made.entries.length;
      asked += decideAll(books, [...told]);
    }
  });
  const pieces = groupBy(books.counted.map(pieceOf), ({ is }) => is.day);
  const faults = [...groupBy(all, ({ day }) => day)].flatMap(([day, entries]) =>
    faultsOf(entries, pieces.get(day) ?? []).map((fault) => `${day}: ${fault}`),
  );
  return { faults, asked, told: count };
}

/** Each seed is another history, told another way. `SEEDS=1-400` looks at more of them. */
const [firstSeed = 1, lastSeed = 4] = (process.env['SEEDS'] ?? '1-4').split('-').map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, at) => firstSeed + at);

it.each(seeds)(
  'history %i of 500 entries, however it is told, ends with the same books',
  (seed) => {
    const { faults, asked, told } = ended(seed);
    expect(faults).toEqual([]);
    // A person is asked now and then: of 5.7 % of what is told, of 19.4 % at most (seeds 1-300).
    expect(asked / told).toBeLessThan(0.2);
  },
);
