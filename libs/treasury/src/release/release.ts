import { DuesTogether, duesOf } from './dues-together.js';
import type { DuesOfFigure } from './dues-together.js';
import { grouped } from './grouped.js';
import { Lines } from '../solving/lines.js';
import { together } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';
import { standsBeside } from '../solving/subtraction.js';

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

type Block = Omit<ReleaseCell, 'month'> & {
  readonly shares: Shares;
  readonly of: readonly RecordedSum[];
};

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
 * What a figure that is out counts. Of an account that had come out since the figure's first
 * month, alone or with others, it counts the months after that.
 */
function countedIn(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  cell: ReleaseCell,
): RecordedSum[] {
  const before = cells.slice(0, cells.indexOf(cell));
  return sums.filter((sum) => isIn(cell)(sum) && sum.month > lastOf(before, sum));
}

/** Who is behind a figure that is out. */
export function sharesOf(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  cell: ReleaseCell,
): Shares {
  return together(countedIn(sums, cells, cell).map(({ shares }) => shares));
}

const nameOf = (month: string, codes: readonly string[]): string => [month, ...codes].join(' ');

/** What figures that are out say of dues. */
export function duesOfCells(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
): DuesOfFigure[] {
  return cells.flatMap((cell) => {
    const found = duesOf(countedIn(sums, cells, cell), nameOf(cell.month, cell.codes));
    return found === null ? [] : [found];
  });
}

/** What is out, read once however many months come out at once. */
export class Out {
  readonly lines = new Lines();
  readonly shares: Shares[];
  readonly dues: DuesTogether;

  /** @param told what was told elsewhere, in parts of a minor unit */
  constructor(
    sums: readonly RecordedSum[],
    cells: readonly ReleaseCell[],
    told: readonly Shares[] = [],
  ) {
    this.shares = [...told, ...cells.map((cell) => sharesOf(sums, cells, cell))];
    this.dues = new DuesTogether(sums, told);
    for (const dues of duesOfCells(sums, cells)) this.dues.add(dues);
  }

  /** @param beside what would come out with it, of which no dues are added yet */
  fits(block: Block, month: string, beside: readonly Block[]): boolean {
    const duesIn = ({ of, codes }: Block) => duesOf(of, nameOf(month, codes));
    const dues = duesIn(block);
    const others = beside.map(({ shares }) => shares);
    return (
      standsBeside(block.shares, [...this.shares, ...others], this.lines) &&
      (dues === null || (beside.every((one) => duesIn(one) === null) && !this.dues.explains(dues)))
    );
  }

  add(block: Block, month: string): void {
    this.shares.push(block.shares);
    const dues = duesOf(block.of, nameOf(month, block.codes));
    if (dues !== null) this.dues.add(dues);
  }
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
    .map(([, of]) =>
      merge(of.map((sum) => ({ ...sum, since: sum.month, codes: [sum.code], of: [sum] }))),
    )
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
    of: blocks.flatMap(({ of }) => of),
  };
}

/**
 * What of one kind goes out this month. Accounts with enough persons stand alone; the others go
 * out together, with the smallest of those that stand alone where they are too few themselves, or
 * wait for the months to come.
 */
function choose(
  blocks: readonly Block[],
  fits: (block: Block, beside: readonly Block[]) => boolean,
): Block[] {
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
 *
 * @param out what is out, to which these are added
 */
export function cellsOf(
  sums: readonly RecordedSum[],
  cells: readonly ReleaseCell[],
  month: string,
  out: Out = new Out(sums, cells),
): ReleaseCell[] {
  const chosen: Block[] = [];
  const fits = (block: Block, beside: readonly Block[]) => out.fits(block, month, beside);
  const take = (block: Block): void => {
    chosen.push(block);
    out.add(block, month);
  };
  const blocks = waiting(sums, cells, month);
  for (const group of grouped(blocks, ({ kind, currency }) => `${kind} ${currency}`).values()) {
    const once = group.filter(({ codes }) => codes.some((code) => yearly.has(code)));
    const often = group.filter((block) => !once.includes(block));
    choose(often, fits).forEach(take);
    // A year's waivers are merged with nothing: too few are nobody's business.
    for (const block of once) if (fits(block, [])) take(block);
  }
  return chosen.map(({ since, kind, currency, codes, amountMinor }) => {
    return { month, since, kind, currency, codes, amountMinor };
  });
}
