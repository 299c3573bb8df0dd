import type { ChartKey } from '../chart/chart-key.js';
import { isFigure, together } from '../solving/shares.js';
import type { Shares } from '../solving/shares.js';
import { exact, ToldTogether } from '../solving/told-together.js';

/**
 * Accounts of members' dues and of what follows them: one and the same of a person month after
 * month, so that many figures are equations in it. A claim of July and one of August are not.
 */
const followsDues: ReadonlySet<string> = new Set<ChartKey>([
  'dues-income',
  'dues-waived',
  'partner-services',
]);

/** What was recorded on an account in a month, and who is behind it. */
interface Counted {
  readonly code: string;
  readonly shares: Shares;
}

/** A figure as an equation in what each person pays. */
export interface DuesOfFigure {
  readonly row: Shares;
  /** Amounts of one to five are in it besides: without the dues the figure would tell them. */
  readonly hidesFew: boolean;
}

/**
 * What a figure says of dues, in parts of a minor unit; null where it says nothing of them, or six
 * persons are in it with something else, which no other figure takes away. Of what is not dues,
 * members are taken to be known, since their dues may be left as well: nobody counts twice.
 *
 * @param of what the figure counts
 * @param name which figure it is
 */
export function duesOf(of: readonly Counted[], name: string): DuesOfFigure | null {
  const sharesWhere = (isDues: boolean): Shares =>
    together(of.filter(({ code }) => followsDues.has(code) === isDues).map(({ shares }) => shares));
  const dues = sharesWhere(true);
  const others = sharesWhere(false);
  if (dues.size === 0 || (others.size > 0 && isFigure(others.size))) return null;
  const unknown = [...others].filter(([person]) => !person.startsWith('member:'));
  const once = unknown.map(([person, share]) => [`${person} ${name}`, share] as const);
  return { row: new Map([...dues, ...once]), hidesFew: others.size > 0 };
}

/** The most that each person paid in a month, in parts of a minor unit. */
function wholesOf(sums: readonly Counted[]): Shares {
  const wholes = new Map<string, bigint>();
  for (const { code, shares } of sums) {
    if (!followsDues.has(code)) continue;
    for (const [person, share] of shares) {
      const size = share < 0n ? -share : share;
      if (size > (wholes.get(person) ?? 0n)) wholes.set(person, size);
    }
  }
  return wholes;
}

/**
 * All figures of dues that ever came out, taken together, with what partners were told: members
 * know who joined and left when, and solve them like equations.
 */
export class DuesTogether {
  readonly #out: ToldTogether;

  constructor(sums: readonly Counted[], told: readonly Shares[]) {
    this.#out = new ToldTogether(wholesOf(sums), { cells: 0 }, exact);
    for (const shares of told) this.#out.add(shares);
  }

  /** Whether one to five persons would be left, exactly or nearly; also where it takes too long. */
  explains({ row, hidesFew }: DuesOfFigure): boolean {
    return (hidesFew && !this.#out.says(row)) || this.#out.explains(row);
  }

  add({ row }: DuesOfFigure): void {
    this.#out.add(row);
  }
}
