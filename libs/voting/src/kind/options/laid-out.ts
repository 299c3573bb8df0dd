import { z } from 'zod';
import type { BallotGroup } from '../ballot-kind.js';

/** Ballots that are alike: what they weigh, and how many units each gives to each option. */
export interface Layer {
  readonly weight: bigint;
  readonly units: readonly number[];
}

/**
 * Ballots as they may have been, given only what each option got of all of them together: units
 * are dealt round the voters, option after option, so that no two ballots give more than one unit
 * less or more, in all or to one option. Where a rule bounds what a ballot gives, these keep to it
 * if any do.
 */
export function laidOut(totals: readonly bigint[], voters: bigint): Layer[] {
  let start = 0n;
  const spans = totals.map((total) => {
    const [from, length] = [start, total % voters];
    start = (start + length) % voters;
    return { each: total / voters, from, to: from + length };
  });
  const edges = new Set([0n, ...spans.flatMap(({ from, to }) => [from, to % voters])]);
  const cuts = [...edges].toSorted((one, other) => (one < other ? -1 : 1));
  return cuts.map((cut, nth) => ({
    weight: (cuts[nth + 1] ?? voters) - cut,
    units: spans.map(({ each, from, to }) => {
      const isIn = (cut >= from && cut < to) || cut + voters < to;
      return Number(each) + (isIn ? 1 : 0);
    }),
  }));
}

/** Such ballots by what is told of totals; null where one is no whole number, or one is missing. */
export function laidOutAs<Mark>(
  totals: readonly string[] | undefined,
  voters: bigint,
  options: number,
  markOf: (units: readonly number[]) => Mark,
): BallotGroup<Mark>[] | null {
  if (totals?.length !== options || !totals.every((text) => /^\d{1,25}$/.test(text))) return null;
  return laidOut(totals.map(BigInt), voters).map(({ weight, units }) => ({
    mark: markOf(units),
    ballots: 1,
    weight,
  }));
}

/** Options with what each has of a ballot, by number, those with nothing left out. */
export const givenOf = (units: readonly number[]): { option: number; units: number }[] =>
  units.map((own, at) => ({ option: at + 1, units: own })).filter(({ units: own }) => own > 0);

const grade = z.tuple([z.string().regex(/^\d{1,7}$/), z.string().regex(/^[1-9]\d{0,24}$/)]);

/**
 * Ballots by how many give each option which grade: the lowest grades of all together on one, and
 * so on up. Null where some option has not one grade of every voter.
 */
export function gradesInRows(
  grades: unknown,
  voters: bigint,
  options: number,
): BallotGroup<readonly number[]>[] | null {
  const read = z.array(z.array(grade)).length(options).safeParse(grades);
  if (!read.success) return null;
  const columns = read.data.map((column) => {
    let upTo = 0n;
    return column
      .map(([score, weight]) => ({ score: Number(score), weight: BigInt(weight) }))
      .toSorted((one, other) => one.score - other.score)
      .map(({ score, weight }) => ({ score, upTo: (upTo += weight) }));
  });
  if (columns.some((column) => column.at(-1)?.upTo !== voters)) return null;
  const ends = new Set(columns.flatMap((column) => column.map(({ upTo }) => upTo)));
  const cuts = [...ends].toSorted((one, other) => (one < other ? -1 : 1));
  return cuts.map((cut, nth) => ({
    ballots: 1,
    weight: cut - (cuts[nth - 1] ?? 0n),
    mark: columns.map((column) => column.find(({ upTo }) => upTo >= cut)?.score ?? 0),
  }));
}
