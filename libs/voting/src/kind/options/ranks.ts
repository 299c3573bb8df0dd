import { rankedElection, writeBlt } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
import type { BallotGroup, FormatOfOthers } from '../ballot-kind.js';
import { seatsAmong, standingIn, withoutOptions } from './left-out.js';
import { inOrder, maxOptions, optionNumber } from './options.js';
import type { WithOptions } from './options.js';

/** Options by number with their ranks, 1 the best. Who is left out is last; none abstains. */
export const ranksMark = z.strictObject({
  ranks: z
    .array(z.strictObject({ option: optionNumber, rank: z.int().min(1).max(1_000_000) }))
    .max(maxOptions)
    .overwrite(inOrder),
});
export type RanksMark = z.infer<typeof ranksMark>;

export const ranksNobody = ({ ranks }: RanksMark): boolean => ranks.length === 0;

/** Indexes of options, best first, those of one rank together. */
export function rankingOf({ ranks }: RanksMark): number[][] {
  const byRank = new Map<number, number[]>();
  for (const { option, rank } of ranks) {
    byRank.set(rank, [...(byRank.get(rank) ?? []), option - 1]);
  }
  return [...byRank].toSorted(([one], [other]) => one - other).map(([, options]) => options);
}

/** Without options that are left out: whom a ballot ranks behind them moves up. */
export const withoutRanks = ({ ranks }: RanksMark, out: ReadonlySet<number>): RanksMark => ({
  ranks: withoutOptions(ranks, out),
});

/** Rankings as BLT, which other counting programs read. Equal ones are one line with its weight. */
export function rankingsFormat<Rule extends WithOptions>(
  seatsOf: (rule: Rule) => number,
): FormatOfOthers<RanksMark, Rule> {
  return {
    format: 'blt',
    hasWeights: true,
    write(groups: Iterable<BallotGroup<RanksMark>>, { rule, title }) {
      const ballots = [...groups].map((group) => [group.weight, rankingOf(group.mark)] as const);
      const { notes: _, ...stands } = standingIn(rule);
      const frame = { ...stands, title, seats: seatsAmong(seatsOf(rule), stands) };
      return [...writeBlt(rankedElection(frame, ballots))].join('');
    },
  };
}

/** @throws CodedError RANK_REPEATED, RANK_SKIPPED */
export function checkRanks({ ranks }: RanksMark, mayShare: boolean): void {
  const path = ['mark'];
  const all = ranks.map(({ rank }) => rank).toSorted((one, other) => one - other);
  const repeated = all.find((rank, place) => rank === all[place - 1]);
  if (repeated !== undefined && !mayShare) {
    const message = `Two options have rank ${repeated}.`;
    throw votingErrors.error('RANK_REPEATED', message, { path, data: { rank: repeated } });
  }
  const distinct = [...new Set(all)];
  const gap = distinct.findIndex((rank, place) => rank !== place + 1);
  if (gap < 0) return;
  const message = `Ranks go from 1 on without a gap, and no option has rank ${gap + 1}.`;
  throw votingErrors.error('RANK_SKIPPED', message, { path, data: { rank: gap + 1 } });
}
