import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { Election } from '../model/election.js';
import { hopefulIndexes } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { CountRound } from '../model/result.js';
import { trueWeight } from '../model/weights.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { hasMajority } from '../irv/irv.js';
import { countMarks, winnersByVotes } from './plurality.js';

/**
 * Two rounds on one ranking: more than half of the first choices wins at once; otherwise the two
 * with the most meet, and every ballot counts for the one it ranks higher.
 */
export function countTwoRounds(election: Election, ties: TieBreaker): FindingBeforeTies {
  if (election.seats !== 1) {
    throw new TallyError('SEATS_INVALID', `a run-off fills one seat, not ${election.seats}`);
  }
  const standing = hopefulIndexes(election);
  const shown = (units: number): string => trueWeight(election.ballots, units).toDecimal();
  const named = (index: number): string => election.candidates[index]?.name ?? '';
  const first = countMarks(election, new Set(standing), 1);
  const active = first.votes.reduce((sum, held) => sum + held, 0);
  const majority = standing.find((index) => hasMajority(first.votes[index] as number, active));
  const rounds: CountRound[] = [];
  const account: string[] = [];
  const say = (votes: readonly number[], elected: number[], excluded: number[]): void => {
    const lost = election.ballots.totalWeight - votes.reduce((sum, held) => sum + held, 0);
    rounds.push({
      round: rounds.length + 1,
      votes: votes.map(shown),
      elected,
      excluded,
      exhausted: shown(lost),
    });
  };
  if (majority !== undefined || standing.length === 1) {
    const winner = majority ?? standing[0] ?? 0;
    say(first.votes, [winner], []);
    account.push(
      `${named(winner)} has ${shown(first.votes[winner] as number)} of ${shown(active)} first ` +
        `choices, more than half, and wins in the first round.`,
    );
    return { winnerIndexes: [winner], rounds, totals: first.votes.map(shown), account };
  }
  const finalists = winnersByVotes(standing, first.votes, 2, ties).sort((a, b) => a - b);
  say(
    first.votes,
    [],
    standing.filter((index) => !finalists.includes(index)),
  );
  account.push(
    `Nobody has more than half of ${shown(active)} first choices; ` +
      `${finalists.map(named).join(' and ')} go to the second round.`,
  );
  const second = countMarks(election, new Set(finalists), 1);
  const [winner] = winnersByVotes(finalists, second.votes, 1, ties) as [number];
  say(second.votes, [winner], []);
  const figures = finalists.map((at) => `${named(at)} ${shown(second.votes[at] as number)}`);
  account.push(`Second round: ${figures.join(', ')}; ${named(winner)} wins.`);
  return { winnerIndexes: [winner], rounds, totals: second.votes.map(shown), account };
}
