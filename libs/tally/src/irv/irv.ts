import { Rational } from '../arithmetic/rational.js';
import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { RankedBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { hopefulIndexes } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { CountRound } from '../model/result.js';
import { trueWeight } from '../model/weights.js';
import { Piles, requireStrictRanks } from '../stv/piles.js';
import type { VoteArithmetic } from '../stv/vote-arithmetic.js';
import type { TieBreaker } from '../ties/tie-breaker.js';

/** Whole papers: their weights are added and never cut. */
const wholePapers: VoteArithmetic<number> = {
  name: 'whole papers',
  zero: 0,
  one: 1,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  compare: (a, b) => a - b,
  times: (_, papers) => papers,
  transferValue: (value) => value,
  key: () => '1',
  format: (value) => String(value),
  fromRational: (value) => Number(value.floor()),
};

/** More than half, without doubling: sums of weights may be as large as safe integers get. */
export function hasMajority(votes: number, active: number): boolean {
  return votes > active - votes;
}

/**
 * Instant run-off by single eliminations: as long as nobody has more than half of the votes that
 * still count, the candidate with the fewest is out and their papers go to the next choice.
 */
export function countIrv(
  election: Election,
  ballots: RankedBallots,
  ties: TieBreaker,
): FindingBeforeTies {
  requireStrictRanks(ballots);
  if (election.seats !== 1) {
    throw new TallyError('SEATS_INVALID', `IRV fills one seat, not ${election.seats}`);
  }
  const hopeful = new Set(hopefulIndexes(election));
  const open = Uint8Array.from(election.candidates, (_, index) => (hopeful.has(index) ? 1 : 0));
  const piles = new Piles(ballots, election.candidates.length, wholePapers);
  piles.deal(open);
  const shown = (units: number): string => trueWeight(ballots, units).toDecimal();
  const named = (index: number): string => election.candidates[index]?.name ?? '';
  const rounds: CountRound[] = [];
  const history: number[][] = [];
  const account: string[] = [];
  const out: number[] = [];
  for (;;) {
    const round = rounds.length + 1;
    const votes = [...piles.votes];
    const active = votes.reduce((sum, held) => sum + held, 0);
    const best = [...hopeful].find((index) => hasMajority(votes[index] as number, active));
    const majority = Rational.of(active, 2).mul(Rational.of(1n, ballots.weightDivisor));
    const frame = { round, votes: votes.map(shown), exhausted: shown(piles.exhausted) };
    if (best !== undefined || hopeful.size === 1) {
      const winner = best ?? [...hopeful][0] ?? 0;
      rounds.push({
        ...frame,
        elected: [winner],
        excluded: [],
        figures: { half: majority.toDecimal() },
      });
      account.push(
        `Round ${round}: ${named(winner)} has ${shown(votes[winner] as number)} of ` +
          `${shown(active)} votes and wins.`,
      );
      const rest = [...hopeful]
        .filter((index) => index !== winner)
        .sort((a, b) => (votes[b] as number) - (votes[a] as number) || a - b);
      return {
        winnerIndexes: [winner],
        rankingIndexes: [winner, ...rest, ...out.toReversed()].map((index) => [index]),
        rounds,
        totals: frame.votes,
        account,
      };
    }
    const least = Math.min(...[...hopeful].map((index) => votes[index] as number));
    const tied = [...hopeful].filter((index) => votes[index] === least);
    const loser = ties.pickOne({ purpose: 'exclusion', tied, pick: 'least', round, history });
    hopeful.delete(loser);
    open[loser] = 0;
    out.push(loser);
    history.push(votes);
    piles.passOn(loser, (value) => value, open);
    piles.votes[loser] = 0;
    rounds.push({
      ...frame,
      elected: [],
      excluded: [loser],
      figures: { half: majority.toDecimal() },
    });
    account.push(
      `Round ${round}: nobody has more than half of ${shown(active)} votes; ` +
        `${named(loser)} has the fewest (${shown(least)}) and is out.`,
    );
  }
}
