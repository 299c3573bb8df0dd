import type { Rational } from '../arithmetic/rational.js';

/** What an iterative rule (Meek or Warren) fixes. */
export interface MeekRule {
  /** Meek: each elected keeps a share of every paper. Warren: a price, as far as it reaches. */
  readonly kind: 'meek' | 'warren';
  /** Decimals that are shown and, without guard digits, counted in. */
  readonly digits: number;
  /** Further decimals that make the count quasi-exact: the quota is then to be exceeded. */
  readonly guard: number;
  /** Whether the kept part is rounded up (reference rule) or both parts are cut. */
  readonly kept: 'up' | 'cut';
  /** The iteration ends when the surpluses together are below this. */
  readonly omega: Rational;
  /** Whether a surplus of exactly omega ends the iteration too. */
  readonly omegaIncluded: boolean;
  readonly batch: 'none' | 'sure-losers';
  /** Whether a last round shows the votes after the last decision. */
  readonly finalRound: boolean;
}

/** How exact a count by the rule is, in words. */
export function arithmeticOf({ digits, guard, kept }: MeekRule): string {
  if (guard > 0) return `${digits} decimals and ${guard} guard decimals, shown to nearest`;
  return `${digits} decimals, kept votes ${kept === 'up' ? 'rounded up' : 'cut off'}`;
}

/** The votes that secure a seat: what divides those that count among one more than the seats. */
export function meekQuota({ guard }: MeekRule, held: readonly bigint[], seats: number): bigint {
  const share = held.reduce((sum, votes) => sum + votes, 0n) / BigInt(seats + 1);
  return guard > 0 ? share : share + 1n;
}
