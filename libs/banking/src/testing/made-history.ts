/** One booking of an account, as it truly was. */
export interface TrueEntry {
  readonly day: string;
  readonly amountMinor: bigint;
  readonly payer: string;
  readonly text: string;
  /** What the bank calls it, where it says so. */
  readonly key: string;
  /** The name that OFX has for it, which an account has once. */
  readonly fitId: string;
  /** The amounts of a batch's parts; none for a single payment. */
  readonly parts: readonly bigint[];
}

/** How much a telling says: the bank's reference too, who paid, or next to nothing. */
export type Richness = 'keys' | 'words' | 'poor';

/** One statement of a file. Without balances it only lists entries. */
export interface MadeTelling {
  readonly format: string;
  readonly richness: Richness;
  readonly reference: string | null;
  readonly sequence: string | null;
  readonly balances: { readonly openingMinor: bigint; readonly closingMinor: bigint } | null;
  readonly entries: readonly ToldTrue[];
}

/** An entry in a telling: the order of its parts, its words and its day are the telling's. */
export interface ToldTrue {
  readonly is: TrueEntry;
  /** Of a batch, told as a payment of its own: which of its parts; null for the whole. */
  readonly part: number | null;
  readonly day: string;
  readonly text: string;
  readonly parts: readonly bigint[];
}

/** A small generator of its own: one seed is one history and one way to tell it. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761) >>> 0 || 1;
  }

  next(below: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)] as T;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const all = [...items];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = this.next(at + 1);
      [all[at], all[other]] = [all[other] as T, all[at] as T];
    }
    return all;
  }
}

const firstDay = Date.UTC(2026, 0, 1);
const dayAt = (at: number): string =>
  new Date(firstDay + at * 86_400_000).toISOString().slice(0, 10);
const dayAfter = (day: string, days: number): string =>
  dayAt((Date.parse(day) - firstDay) / 86_400_000 + days);

/** Few payers, few amounts, few words: lines that are equal but for the bank's reference. */
export function madeHistory(dice: Dice, length: number): TrueEntry[] {
  let day = 0;
  let key = 'REF';
  return Array.from({ length }, (_, at): TrueEntry => {
    if (dice.next(4) === 0) day += 1;
    const isBatch = dice.next(25) === 0;
    // Some banks give one reference to all payments of a standing order.
    if (dice.next(30) > 0) key = `REF${at}`;
    const amountMinor = dice.pick([5_00n, 10_00n, 25_00n, -5_00n, -12_50n, 31_07n]);
    return {
      day: dayAt(day),
      amountMinor,
      payer: `DE0000000000000000${dice.next(3)}`,
      text: dice.pick(['DUES', 'COFFEE']),
      key,
      fitId: `FIT${at}`,
      parts: isBatch ? [1_00n, 1_50n, amountMinor - 2_50n] : [],
    };
  });
}

interface Part {
  readonly from: number;
  readonly to: number;
}

/** The whole history in pieces, some of them beside one another in one file, in any order. */
function wholeInFiles(dice: Dice, length: number): Part[][] {
  const files: Part[][] = [];
  for (let from = 0; from < length;) {
    const to = Math.min(length, from + 1 + dice.next(40));
    const last = files.at(-1);
    if (last !== undefined && last.length < 3 && dice.next(3) === 0) last.push({ from, to });
    else files.push([{ from, to }]);
    from = to;
  }
  return files.map((parts) => dice.shuffled(parts));
}

/** Some of it again: longer, shorter, cut elsewhere, or the same file once more. */
function again(dice: Dice, length: number, files: readonly Part[][]): Part[][] {
  return Array.from({ length: 10 }, () => {
    if (dice.next(3) === 0) return dice.pick(files);
    const from = dice.next(length - 1);
    return [{ from, to: Math.min(length, from + 1 + dice.next(80)) }];
  });
}

const richnesses = ['keys', 'words', 'poor'] as const;

/** What a bank offers for download: with balances or without. */
const formats = ['camt.053', 'camt.053', 'camt.052', 'mt940', 'camt.054', 'ofx'] as const;

interface Telling {
  readonly dice: Dice;
  readonly all: readonly TrueEntry[];
  readonly format: string;
  readonly richness: Richness;
  /** Whether the bank moves days and changes memos from one file to the next. */
  readonly isMoving: boolean;
  /** Whether it lists the payments of a batch, each by itself. */
  readonly isSingle: boolean;
}

function toldTrue(telling: Telling, is: TrueEntry): ToldTrue[] {
  const { dice, format, isMoving, isSingle } = telling;
  const day = isMoving ? dayAfter(is.day, dice.next(3)) : is.day;
  const said = format === 'mt940' ? `SEPA ${is.text}` : is.text;
  const text = isMoving ? dice.pick([said, 'PENDING', `${said} BY CARD`]) : said;
  if (isSingle && is.parts.length > 0) {
    return is.parts.map((_, part) => ({ is, part, day, text, parts: [] }));
  }
  return [{ is, part: null, day, text, parts: dice.shuffled(is.parts) }];
}

function toldPart(telling: Telling, { from, to }: Part): MadeTelling {
  const { all, dice, format, richness } = telling;
  const sum = (end: number) =>
    all.slice(0, end).reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const hasBalances = format !== 'camt.054' && format !== 'ofx';
  const entries = all.slice(from, to).flatMap((is) => toldTrue(telling, is));
  return {
    format,
    richness,
    // A bank names and numbers a statement once, however often it sends it.
    reference: format === 'mt940' ? 'START' : `${format} ${from} ${to}`,
    sequence: format === 'mt940' ? `${from}/${to}` : null,
    balances: hasBalances ? { openingMinor: sum(from), closingMinor: sum(to) } : null,
    entries: dice.shuffled(entries),
  };
}

/** Files that tell the whole history, parts of it more than once, in any order. */
export function madeFiles(
  dice: Dice,
  all: readonly TrueEntry[],
  offered: readonly string[] = formats,
): MadeTelling[][] {
  const whole = wholeInFiles(dice, all.length);
  const files = dice.shuffled([...whole, ...again(dice, all.length, whole)]);
  const isMoving = offered.includes('ofx') && dice.next(4) === 0;
  // A bank lists what is in a batch in one format and not in the other, always the same.
  const singles = new Set(offered.filter((format) => format !== 'ofx' && dice.next(3) === 0));
  return files.map((parts) => {
    const format = isMoving ? 'ofx' : dice.pick(offered);
    const richness = format === 'ofx' ? 'keys' : dice.pick(richnesses);
    const isSingle = singles.has(format);
    const telling = { dice, all, format, richness, isMoving, isSingle };
    return parts.map((part) => toldPart(telling, part));
  });
}
