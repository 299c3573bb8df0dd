import { Rational } from '../arithmetic/rational.js';
import type { ScoreTable } from './score-table.js';

/** One round of allocated score. */
export interface AllocatedRound {
  /** Sum of scores by what is left of each ballot's weight; undefined for those elected. */
  readonly sums: readonly (Rational | undefined)[];
  readonly elected: number;
}

/**
 * Allocated score (STAR-PR): the highest sum of weighted scores is elected, then a Hare quota of
 * ballot weight is taken from those who support the elected most, by what their score is worth at
 * their weight; at the last score that is needed, all give the same part. Exact fractions.
 *
 * @see electowiki.org/wiki/Allocated_Score; Equal Vote Coalition, "Proportional STAR"
 * @param pick chooses one of several with the same sum
 */
export function allocatedScore(
  table: ScoreTable,
  standing: readonly number[],
  seats: number,
  pick: (tied: readonly number[], round: number) => number,
): AllocatedRound[] {
  const left = table.rows.map(({ weight }) => Rational.of(weight));
  const quota = Rational.of(table.totalWeight, BigInt(seats));
  const rounds: AllocatedRound[] = [];
  const elected = new Set<number>();
  while (rounds.length < seats) {
    const sums = sumsOf(
      table,
      left,
      standing.filter((index) => !elected.has(index)),
    );
    const most = sums.reduce<Rational | undefined>(
      (best, sum) =>
        sum !== undefined && (best === undefined || sum.compare(best) > 0) ? sum : best,
      undefined,
    ) as Rational;
    const tied = sums.flatMap((sum, index) => (sum?.equals(most) ? [index] : []));
    const winner = tied.length === 1 ? (tied[0] as number) : pick(tied, rounds.length + 1);
    elected.add(winner);
    rounds.push({ sums, elected: winner });
    allocate(table, left, winner, quota);
  }
  return rounds;
}

function sumsOf(
  table: ScoreTable,
  left: readonly Rational[],
  open: readonly number[],
): (Rational | undefined)[] {
  const sums = Array.from({ length: table.candidates }, (): Rational | undefined => undefined);
  for (const index of open) {
    sums[index] = table.rows.reduce(
      (sum, { scores }, row) =>
        sum.add((left[row] as Rational).mul(Rational.of(scores[index] ?? 0))),
      Rational.ZERO,
    );
  }
  return sums;
}

/** What one voter of a row still gives to the elected: the score by the part of weight left. */
function strengthOf(table: ScoreTable, left: readonly Rational[], row: number, winner: number) {
  const { scores, weight } = table.rows[row] as ScoreTable['rows'][number];
  const part = (left[row] as Rational).div(Rational.of(weight));
  return part.mul(Rational.of(scores[winner] ?? 0));
}

function allocate(table: ScoreTable, left: Rational[], winner: number, quota: Rational): void {
  const supporters = table.rows
    .map((_, row) => ({ row, strength: strengthOf(table, left, row, winner) }))
    .filter(({ strength }) => strength.compare(Rational.ZERO) > 0)
    .sort((a, b) => b.strength.compare(a.strength));
  let wanted = quota;
  for (let at = 0; at < supporters.length && !wanted.isZero();) {
    const { strength } = supporters[at] as (typeof supporters)[number];
    const alike = supporters.filter((one) => one.strength.equals(strength));
    const held = alike.reduce((sum, { row }) => sum.add(left[row] as Rational), Rational.ZERO);
    const taken = held.compare(wanted) <= 0 ? held : wanted;
    const kept = Rational.ONE.sub(taken.div(held));
    for (const { row } of alike) left[row] = (left[row] as Rational).mul(kept);
    wanted = wanted.sub(taken);
    at += alike.length;
  }
}
