import { isFigure, standsBeside, together } from '@rochdale/treasury';
import type { Lines, Shares, ToldTogether } from '@rochdale/treasury';

/** A partner's share of a month, with what earlier months left untold. */
export interface ShareToTell {
  readonly shareMinor: bigint;
  readonly waitedMinor: bigint;
  /** Whose dues the month's share is of. */
  readonly behind: Shares;
  /** Whose dues are untold of earlier months. */
  readonly behindWaiting: Shares;
  /** Members used the partner in the month, or something waits: be it that none of them paid. */
  readonly concernsMembers: boolean;
  /** What the partner had a month when it was last told; null when it never was. */
  readonly lastToldMinor: bigint | null;
  /** How many months before this one wait. */
  readonly monthsWaiting: number;
}

/** Whose dues are behind what is out already. */
export interface Out {
  /** What everybody reads. */
  readonly released: readonly Shares[];
  /** What partners were told. */
  readonly told: readonly Shares[];
  /** The same, to be solved like equations. */
  readonly toldTogether: ToldTogether;
  /** The same with what everybody reads of dues: what a partner reads who is a member. */
  readonly withReleased: ToldTogether;
  /** All of it, read once. */
  readonly lines: Lines;
}

export interface Telling {
  readonly waits: boolean;
  readonly untoldMinor: bigint;
  /** Who is behind what is told as a whole; null when that waits. */
  readonly told: Shares | null;
}

/** As often as that, part of what waits is told: of what was shared out in two years or more. */
const patienceMonths = 24;

/** Of an amount no more than how large it is: 1, 2 or 5 and noughts, never more than it. */
function roundSum(minor: bigint): bigint {
  let unit = 1n;
  while (unit * 10n <= minor) unit *= 10n;
  const first = minor / unit;
  return (first >= 5n ? 5n : first >= 2n ? 2n : first) * unit;
}

/**
 * Whether a partner is told its share. A share of fewer than six members' dues waits for later
 * months, and so does one that tells theirs when what was told before is taken from it, or all
 * that partners were told is solved like equations. A partner whose month has enough members behind
 * it is not left without: it gets half of what it had a month when it was told last, which it knows
 * already. And nothing waits for ever, whoever uses the partner: every two years it gets a round
 * sum, which says how large it is and no more.
 */
export function tellShare(share: ShareToTell, out: Out): Telling {
  const { shareMinor, waitedMinor, behind, lastToldMinor } = share;
  const all = together([share.behindWaiting, behind]);
  const stands =
    all.size > 0
      ? !out.toldTogether.explains(all) &&
        standsBeside(all, [...out.released, ...out.told], out.lines) &&
        !out.withReleased.explains(all)
      : !share.concernsMembers;
  if (stands) return { waits: false, untoldMinor: 0n, told: all };
  const half = (lastToldMinor ?? 0n) / 2n;
  const isOnAccount = behind.size > 0 && isFigure(behind.size) && half <= shareMinor;
  const leftMinor = shareMinor + waitedMinor - (isOnAccount ? half : 0n);
  const isDue = (share.monthsWaiting + 1) % patienceMonths === 0;
  return { waits: true, untoldMinor: leftMinor - (isDue ? roundSum(leftMinor) : 0n), told: null };
}
