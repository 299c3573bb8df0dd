import { isFigure, standsBeside, together } from '@rochdale/treasury';
import type { Shares } from '@rochdale/treasury';

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
}

export interface Telling {
  readonly waits: boolean;
  readonly untoldMinor: bigint;
  /** Who is behind what is told as a whole; null when that waits. */
  readonly told: Shares | null;
}

/**
 * Whether a partner is told its share. A share of fewer than six members' dues waits for later
 * months, and so does one that tells theirs when what was told before is taken from it. A partner
 * whose month has enough members behind it is not left without: it gets half of what it had a
 * month when it was told last, which it knows already.
 */
export function tellShare(share: ShareToTell, out: readonly Shares[]): Telling {
  const { shareMinor, waitedMinor, behind, lastToldMinor } = share;
  const all = together([share.behindWaiting, behind]);
  const stands = all.size > 0 ? standsBeside(all, out) : !share.concernsMembers;
  if (stands) return { waits: false, untoldMinor: 0n, told: all };
  const half = (lastToldMinor ?? 0n) / 2n;
  const isOnAccount = behind.size > 0 && isFigure(behind.size) && half <= shareMinor;
  const onAccountMinor = isOnAccount ? half : 0n;
  return { waits: true, untoldMinor: shareMinor + waitedMinor - onAccountMinor, told: null };
}
