import { grouped } from './grouped.js';
import { Lines } from './lines.js';
import { inParts, together } from './shares.js';
import type { Shares } from './shares.js';
import { standsBeside } from './subtraction.js';

/** What a figure counts: money earned, money spent, money set aside in a fund. */
export const cellKinds = ['income', 'spending', 'fund'] as const;
export type CellKind = (typeof cellKinds)[number];

/** What was recorded on one account in one month, and who is behind it. On the kind's own side. */
export interface RecordedSum {
  /** `YYYY-MM`: the month in which it was recorded, whenever it took effect. */
  readonly month: string;
  readonly kind: CellKind;
  readonly code: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly shares: Shares;
}

/** A figure that is out: never changed, never taken back. */
export interface ReleaseCell {
  /** The release it is in, and the last month that it counts. */
  readonly month: string;
  /** The first month that it counts: earlier than the release where it had to wait. */
  readonly since: string;
  readonly kind: CellKind;
  readonly currency: string;
  /** The accounts that it counts together, by their codes. */
  readonly codes: readonly string[];
  readonly amountMinor: bigint;
}

type Block = Omit<ReleaseCell, 'month'> & { readonly shares: Shares };

/** What is said of members' need is said once a year, or not at all. */
const yearly: ReadonlySet<string> = new Set(['dues-waived']);

const endsYear = (month: string): boolean => month.endsWith('-12');
const yearOf = (month: string): string => month.slice(0, 4);

const isIn = ({ since, month, kind, currency, codes }: Omit<ReleaseCell, 'amountMinor'>) => {
  return (sum: RecordedSum): boolean =>
    sum.kind === kind &&
    sum.currency === currency &&
    codes.includes(sum.code) &&
    sum.month >= since &&
    sum.month <= month;
};

const lastOf = (cells: readonly ReleaseCell[], sum: RecordedSum): string =>
  cells.reduce(
    (last, cell) =>
      cell.kind === sum.kind &&
      cell.currency === sum.currency &&
      cell.codes.includes(sum.code) &&
      cell.month > last
        ? cell.month
        : last,
    '',
  );

/**
 * Who is behind a figure that is out. Of an account that had come out since the figure's first
 * month, alone or with others, it counts the months after that.
 */
export function sharesOf(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  cell: ReleaseCell,
): Shares {
  const before = cells.slice(0, cells.indexOf(cell));
  const counted = sums.filter((sum) => isIn(cell)(sum) && sum.month > lastOf(before, sum));
  return together(counted.map(({ shares }) => shares));
}

/** What is not out yet, an account at a time, in the order of codes. */
function waiting(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  month: string,
): Block[] {
  const open = new Map<string, RecordedSum[]>();
  for (const sum of sums) {
    if (sum.month > month || sum.month <= lastOf(cells, sum)) continue;
    if (yearly.has(sum.code) && !(endsYear(month) && yearOf(sum.month) === yearOf(month))) continue;
    const key = [sum.kind, sum.currency, sum.code].join(' ');
    open.set(key, [...(open.get(key) ?? []), sum]);
  }
  return [...open]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => merge(of.map((sum) => ({ ...sum, since: sum.month, codes: [sum.code] }))))
    .filter((block) => block.amountMinor !== 0n || block.shares.size > 0);
}

function merge(blocks: readonly Block[]): Block {
  const [first] = blocks.toSorted((a, b) => (a.since < b.since ? -1 : 1));
  if (first === undefined) throw new RangeError('nothing is not merged');
  return {
    kind: first.kind,
    currency: first.currency,
    since: first.since,
    codes: [...new Set(blocks.flatMap(({ codes }) => codes))].toSorted(),
    amountMinor: blocks.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    shares: together(blocks.map(({ shares }) => shares)),
  };
}

/**
 * What of one kind goes out this month. Accounts with enough persons stand alone; the others go
 * out together, with the smallest of those that stand alone where they are too few themselves, or
 * wait for the months to come.
 */
function choose(blocks: readonly Block[], out: readonly Shares[], lines: Lines): Block[] {
  const fits = (block: Block, beside: readonly Block[]) =>
    standsBeside(
      inParts(block.shares),
      [...out, ...beside.map(({ shares }) => inParts(shares))],
      lines,
    );
  const alone: Block[] = [];
  const few: Block[] = [];
  for (const block of blocks) (fits(block, alone) ? alone : few).push(block);
  if (few.length === 0) return alone;
  const rest = merge(few);
  if (few.length > 1 && fits(rest, alone)) return [...alone, rest];
  for (const sibling of alone.toSorted((a, b) => a.shares.size - b.shares.size)) {
    const others = alone.filter((one) => one !== sibling);
    const merged = merge([sibling, rest]);
    if (yearly.has(sibling.codes.join()) || !fits(merged, others)) continue;
    return [...others, merged];
  }
  return alone;
}

/**
 * The figures of a month that is over, after those that are out already. Figures never overlap:
 * each amount is in one of them or waits, so a sum of figures counts whole figures, and what may
 * be learnt by subtraction is looked for before one more goes out: also from what was told
 * elsewhere.
 */
export function cellsOf(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  month: string,
  /** In parts of a minor unit. */
  told: readonly Shares[] = [],
): ReleaseCell[] {
  const blocks = waiting(sums, cells, month);
  const out = [...told, ...cells.map((cell) => inParts(sharesOf(sums, cells, cell)))];
  const lines = new Lines();
  const chosen: Block[] = [];
  for (const group of grouped(blocks, ({ kind, currency }) => `${kind} ${currency}`).values()) {
    const beside = [...out, ...chosen.map(({ shares }) => inParts(shares))];
    const once = group.filter(({ codes }) => codes.some((code) => yearly.has(code)));
    const often = group.filter((block) => !once.includes(block));
    const found = choose(often, beside, lines);
    chosen.push(...found);
    // A year's waivers are merged with nothing: too few are nobody's business.
    const others = [...beside, ...found.map(({ shares }) => inParts(shares))];
    chosen.push(...once.filter(({ shares }) => standsBeside(inParts(shares), others, lines)));
  }
  return chosen.map(({ since, kind, currency, codes, amountMinor }) => {
    return { month, since, kind, currency, codes, amountMinor };
  });
}
