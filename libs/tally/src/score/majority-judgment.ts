import { scoreAt } from './score-table.js';
import type { ScoreCount } from './score-table.js';

/** The grade in the middle, the lower of two. */
export function lowerMedian(distribution: readonly ScoreCount[], voters: bigint): number {
  return scoreAt(distribution, (voters - 1n) / 2n);
}

/**
 * Compares two candidates by majority judgment: by the middle grade, and while that is the same, by
 * the middle grade without one of it each. Positive if the first is better, 0 if their grades are
 * all the same. Instead of taking grades away one by one, only the steps are looked at where one of
 * the two could change.
 *
 * @param voters weight of all voters, the same for both
 * @see Balinski and Laraki, "Majority Judgment" (MIT Press, 2011), chapter 1
 */
export function compareJudgments(
  first: readonly ScoreCount[],
  second: readonly ScoreCount[],
  voters: bigint,
): number {
  for (const step of stepsOfChange(first, second, voters)) {
    const place = placeAtStep(step, voters);
    const difference = scoreAt(first, place) - scoreAt(second, place);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Which place of the sorted grades is in the middle after so many were taken away. */
function placeAtStep(step: bigint, voters: bigint): bigint {
  const middle = (voters - 1n) / 2n;
  const outward = (step + 1n) / 2n;
  const downFirst = voters % 2n === 1n;
  const isDown = step % 2n === 1n ? downFirst : !downFirst;
  return isDown ? middle - outward : middle + outward;
}

/** At which step a place is in the middle: the inverse of the above. */
function stepOfPlace(place: bigint, voters: bigint): bigint {
  const middle = (voters - 1n) / 2n;
  if (place === middle) return 0n;
  const downFirst = voters % 2n === 1n;
  const outward = place < middle ? middle - place : place - middle;
  return place < middle === downFirst ? 2n * outward - 1n : 2n * outward;
}

function stepsOfChange(
  first: readonly ScoreCount[],
  second: readonly ScoreCount[],
  voters: bigint,
): bigint[] {
  const steps = new Set<bigint>([0n, 1n, 2n].filter((step) => step < voters));
  for (const distribution of [first, second]) {
    let passed = 0n;
    for (const { weight } of distribution) {
      for (const place of [passed, passed + weight - 1n]) steps.add(stepOfPlace(place, voters));
      passed += weight;
    }
  }
  return [...steps].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
