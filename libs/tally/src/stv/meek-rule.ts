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
