import { canonicalJson } from '@rochdale/platform';
import { Rational } from '@rochdale/tally';
import { z } from 'zod';

const texts = z.array(z.string());
const indexes = z.array(z.int().min(0));
const namedSet = { winners: texts, winnerIndexes: indexes };

/** What of a told count is held against the rest of it; `TallyResult` has all the fields. */
const toldSteps = z.looseObject({
  ...namedSet,
  method: z.string(),
  variant: z.string(),
  seats: z.int().min(1),
  candidates: texts,
  options: z.looseObject({ tie: z.string(), seed: z.string().nullable() }),
  ranking: z.array(texts).optional(),
  rankingIndexes: z.array(indexes).optional(),
  totals: texts.optional(),
  pairwise: z.array(texts).optional(),
  rounds: z
    .array(
      z.looseObject({
        votes: texts,
        elected: indexes.default([]),
        excluded: indexes.default([]),
        exhausted: z.string().default('0'),
        lostToRounding: z.string().default('0'),
        figures: z.looseObject({}).optional(),
      }),
    )
    .optional(),
  ties: z.array(
    z.looseObject({ candidates: indexes, names: texts, chosen: indexes, brokenBy: z.string() }),
  ),
  outcomes: z.array(z.looseObject(namedSet)).optional(),
  figures: z.looseObject({}).optional(),
});
export type ToldSteps = z.infer<typeof toldSteps>;

/** Where told steps are no steps; null where they are. */
export function readSteps(steps: unknown): ToldSteps | string {
  const parsed = toldSteps.safeParse(steps);
  return parsed.success ? parsed.data : (parsed.error.issues[0]?.path.join('.') ?? '');
}

export const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one) === canonicalJson(other);

const inOrder = (set: readonly number[]): number[] => set.toSorted((one, other) => one - other);
export const isSameSet = (one: readonly number[], other: readonly number[]): boolean =>
  isSame(inOrder(one), inOrder(other));

/** A figure; below everything where it is none. */
export const figure = (text: string | undefined): Rational =>
  Rational.parse(text ?? '') ?? Rational.of(-1n);

export const sumOf = (figures: readonly (string | undefined)[]): Rational =>
  figures.reduce((sum, text) => sum.add(figure(text)), Rational.ZERO);

/** Whether those named are the candidates at these places. */
function areNamed(
  { candidates }: ToldSteps,
  names: readonly string[],
  places: readonly number[],
): boolean {
  const isOnce = new Set(places).size === places.length;
  return (
    isOnce &&
    isSame(
      names,
      places.map((index) => candidates[index] ?? null),
    )
  );
}

/** The first field in which a name and a number are not of the same option. */
export function namesApart(steps: ToldSteps, options: readonly string[]): string | null {
  const { candidates, ranking, rankingIndexes, ties, outcomes } = steps;
  if (!isSame(candidates, options)) return 'candidates';
  if (!areNamed(steps, steps.winners, steps.winnerIndexes)) return 'winners';
  const order = rankingIndexes?.flat() ?? [];
  if (new Set(order).size !== order.length) return 'rankingIndexes';
  const isRanked = (group: readonly string[], place: number): boolean =>
    areNamed(steps, group, rankingIndexes?.[place] ?? []);
  if (ranking !== undefined && !ranking.every(isRanked)) return 'ranking';
  const tie = ties.findIndex(
    (one) =>
      !areNamed(steps, one.names, one.candidates) ||
      !one.chosen.every((index) => one.candidates.includes(index)),
  );
  if (tie >= 0) return `ties.${tie}`;
  const named = outcomes?.findIndex((one) => !areNamed(steps, one.winners, one.winnerIndexes));
  return named === undefined || named < 0 ? null : `outcomes.${named}`;
}

export const isLeftOpen = ({ ties }: ToldSteps): boolean =>
  ties.some(({ brokenBy }) => brokenBy === 'report');

/** Where ties are open the winners are those who win however they fall; else they are one way. */
export function tiesApart(steps: ToldSteps): string | null {
  const { winnerIndexes, outcomes, ties } = steps;
  if (outcomes === undefined) return null;
  if (ties.length === 0 || outcomes.length === 0) return 'outcomes';
  const sets = outcomes.map((one) => one.winnerIndexes);
  if (!isLeftOpen(steps)) {
    return sets.some((set) => isSameSet(set, winnerIndexes)) ? null : 'winnerIndexes';
  }
  const inAll = sets[0]?.filter((index) => sets.every((set) => set.includes(index))) ?? [];
  return isSameSet(inAll, winnerIndexes) ? null : 'winnerIndexes';
}

/** Sets of winners that the steps allow: one, or as many as ties leave. */
export const allowedBy = ({
  winnerIndexes,
  outcomes,
  ...steps
}: ToldSteps): readonly (readonly number[])[] =>
  isLeftOpen({ ...steps, winnerIndexes, outcomes }) && outcomes !== undefined
    ? outcomes.map((one) => one.winnerIndexes)
    : [winnerIndexes];

/** What rounding may lose of all votes. */
const crumb = Rational.of(1n, 1000n);

/**
 * Rounds in which votes go on from one option to another: none is lost, nobody is out who had more
 * than one that stays in, and nobody who is out wins.
 */
export function roundsApart(steps: ToldSteps, sides: bigint, isKept = false): string | null {
  const { rounds = [], totals = [], candidates, variant } = steps;
  // Meek's method tells no round after the last decision.
  const isLast = variant === 'meek-prf' || isSame(totals, rounds.at(-1)?.votes);
  const isMore = sumOf(totals).compare(Rational.of(sides).add(crumb)) > 0;
  if (totals.length !== candidates.length || isMore || !isLast) return 'totals';
  const [elected, out] = [new Set<number>(), new Set<number>()];
  // Whom nobody chose does not stand, and is in no round.
  const stand = candidates.map((_, at) =>
    [...rounds.map(({ votes }) => votes), totals].some((votes) => !figure(votes[at]).isZero()),
  );
  for (const [nth, round] of rounds.entries()) {
    const { votes, exhausted, lostToRounding } = round;
    const all = sumOf([...votes, exhausted, lostToRounding]).sub(Rational.of(sides));
    const isWhole = all.compare(crumb) <= 0 && Rational.ZERO.sub(all).compare(crumb) <= 0;
    if (votes.length !== candidates.length || !isWhole) return `rounds.${nth}.votes`;
    for (const index of round.elected) {
      if (elected.has(index) || out.has(index)) return `rounds.${nth}.elected`;
      elected.add(index);
    }
    const stays = votes.filter(
      (_, at) => stand[at] && !elected.has(at) && !out.has(at) && !round.excluded.includes(at),
    );
    for (const index of round.excluded) {
      // Where seats are kept, somebody goes before others who have fewer.
      const isMore =
        !isKept && stays.some((text) => figure(text).add(crumb).compare(figure(votes[index])) < 0);
      if (elected.has(index) || out.has(index) || isMore) return `rounds.${nth}.excluded`;
      out.add(index);
    }
  }
  const isWay = (set: readonly number[]): boolean =>
    [...elected].every((index) => set.includes(index)) && !set.some((index) => out.has(index));
  const first = (steps.rankingIndexes ?? []).flat().slice(0, steps.winnerIndexes.length);
  const isFirst = steps.rankingIndexes === undefined || isSame(first, steps.winnerIndexes);
  if (!isLeftOpen(steps) && !isFirst) return 'rankingIndexes';
  return allowedBy(steps).some(isWay) ? null : 'winnerIndexes';
}

/** An instant run-off ends as soon as somebody has more than half, or is the last. */
export function runOffApart(steps: ToldSteps, sides: bigint): string | null {
  const { rounds = [] } = steps;
  const apart = roundsApart(steps, sides);
  if (apart !== null) return apart;
  for (const [nth, { votes, elected, excluded }] of rounds.entries()) {
    const active = sumOf(votes);
    const most = votes.findIndex((text) => figure(text).add(figure(text)).compare(active) > 0);
    const isLast = nth === rounds.length - 1;
    if (isLast ? elected.length !== 1 : excluded.length !== 1) return `rounds.${nth}`;
    if (most >= 0 && !elected.includes(most)) return `rounds.${nth}.elected`;
    const before = rounds[nth - 1];
    const falls = votes.some(
      (text, at) =>
        before !== undefined &&
        !before.excluded.includes(at) &&
        figure(text).compare(figure(before.votes[at])) < 0,
    );
    if (falls) return `rounds.${nth}.votes`;
  }
  const [winner = -1] = rounds.at(-1)?.elected ?? [];
  return allowedBy(steps).some((set) => isSameSet(set, [winner])) ? null : 'winnerIndexes';
}

/** Points that every ballot gives all of: who has the most leads, and one wins. */
export function pointsApart(steps: ToldSteps, sides: bigint, leftOut: number): string | null {
  const { totals = [], rankingIndexes = [], candidates } = steps;
  const stand = candidates.length - leftOut;
  const n = BigInt(stand);
  const all = Rational.of((sides * n * (n - 1n)) / 2n);
  if (totals.length !== candidates.length || sumOf(totals).compare(all) !== 0) return 'totals';
  const [first = []] = rankingIndexes;
  const order = rankingIndexes.flat();
  const falls = order.every(
    (index, nth) =>
      nth === 0 || figure(totals[index]).compare(figure(totals[order[nth - 1] ?? -1])) <= 0,
  );
  const isEven = rankingIndexes.every((group) =>
    group.every((index) => figure(totals[index]).compare(figure(totals[group[0] ?? -1])) === 0),
  );
  const best = order.filter(
    (index) => figure(totals[index]).compare(figure(totals[first[0] ?? -1])) >= 0,
  );
  if (order.length !== stand || !falls || !isEven || best.length !== first.length) {
    return 'rankingIndexes';
  }
  const isOne = allowedBy(steps).every((set) => set.length === 1 && first.includes(set[0] ?? -1));
  const isOpen = first.length > 1 || steps.ties.length === 0;
  return isOne && isOpen && (!isLeftOpen(steps) || allowedBy(steps).length === first.length)
    ? null
    : 'winnerIndexes';
}

/** How many prefer which of each two: no more of both than there are, and nobody to itself. */
export function pairsApart({ pairwise = [], candidates }: ToldSteps, sides: bigint): string | null {
  const isRight = (text: string | undefined, one: number, other: number): boolean => {
    if (!/^\d{1,25}$/.test(text ?? '')) return false;
    const both = figure(text).add(figure(pairwise[other]?.[one]));
    return one === other ? text === '0' : both.compare(Rational.of(sides)) <= 0;
  };
  const isSquare =
    pairwise.length === candidates.length &&
    pairwise.every((row) => row.length === candidates.length);
  const isWhole = pairwise.every((row, one) =>
    row.every((text, other) => isRight(text, one, other)),
  );
  return isSquare && isWhole ? null : 'pairwise';
}

/** The two with the highest sums, of whom the one wins whom more prefer. */
export function starApart(steps: ToldSteps, sides: bigint): string | null {
  const { totals = [], pairwise = [], rounds = [], candidates, figures } = steps;
  const [round] = rounds;
  if (totals.length !== candidates.length || !isSame(round?.votes, totals)) return 'totals';
  const votes = (one: number, other: number): Rational => figure(pairwise[one]?.[other]);
  const apart = pairsApart(steps, sides);
  if (apart !== null) return apart;
  const finalists = (round?.figures?.['finalists'] ?? []) as readonly number[];
  const [a = -1, b = -1] = finalists;
  const least = figure(totals[a]).compare(figure(totals[b])) < 0 ? totals[a] : totals[b];
  const isBeaten = totals.some(
    (text, at) => !finalists.includes(at) && figure(text).compare(figure(least)) > 0,
  );
  if (finalists.length !== 2 || isBeaten) return 'rounds.0.figures.finalists';
  const tops = (figures?.['topScoreCounts'] ?? []) as readonly string[];
  const lead = [
    votes(a, b).compare(votes(b, a)),
    figure(totals[a]).compare(figure(totals[b])),
    figure(tops[a]).compare(figure(tops[b])),
  ].find((compared) => compared !== 0);
  const [won = -1] = round?.elected ?? [];
  const should = lead === undefined ? finalists : lead > 0 ? [a] : [b];
  if (!should.includes(won)) return 'rounds.0.elected';
  return allowedBy(steps).some((set) => isSameSet(set, [won])) ? null : 'winnerIndexes';
}
