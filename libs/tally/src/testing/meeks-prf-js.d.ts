/** The part of David Cary's count by the reference Meek rule that the comparison uses. */
declare module 'meeks-prf-js' {
  /** A number of nine decimals; as text without zeros at the end. */
  export interface Decimal9 {
    toString(): string;
  }

  export function tabulate(
    seats: number,
    candidates: readonly string[],
    ballots: readonly (readonly [number, readonly string[]])[],
    maxRankingLevels: number,
    tieBreaker: readonly string[],
    excluded: readonly string[],
    protectedCandidates: readonly string[],
    options: Readonly<Record<string, never>>,
  ): {
    readonly elected: ReadonlySet<string>;
    /** Votes in each round, as long as a candidate is in the count. */
    readonly tally: Readonly<Record<string, readonly Decimal9[]>>;
  };
}
