import type { Rational } from '../arithmetic/rational.js';

/** Groups candidates of equal exact scores, highest first. */
export function rankByRational(
  scores: readonly Rational[],
  candidates: readonly number[],
): number[][] {
  const score = (index: number): Rational => scores[index] as Rational;
  const sorted = candidates.toSorted((a, b) => score(b).compare(score(a)) || a - b);
  const groups: number[][] = [];
  for (const index of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && score(group[0] as number).equals(score(index))) group.push(index);
    else groups.push([index]);
  }
  return groups;
}
