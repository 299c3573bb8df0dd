import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { Election } from '../model/election.js';
import { hopefulIndexes } from '../model/election.js';
import { trueWeight } from '../model/weights.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { marksOf } from './first-choices.js';

/** Votes by candidate, and the weight of ballots with nobody or too many marked. */
export interface MarkCount {
  readonly votes: number[];
  readonly blank: number;
  readonly spoilt: number;
}

/** Counts marks; a ballot with more than `most` of them is spoilt. */
export function countMarks(
  election: Election,
  standing: ReadonlySet<number>,
  most: number,
): MarkCount {
  const { ballots } = election;
  const votes = election.candidates.map(() => 0);
  let blank = 0;
  let spoilt = 0;
  marksOf(ballots, standing).forEach((marks, row) => {
    const weight = ballots.weights[row] as number;
    if (marks.length === 0) blank += weight;
    else if (marks.length > most) spoilt += weight;
    else for (const candidate of marks) votes[candidate] = (votes[candidate] as number) + weight;
  });
  return { votes, blank, spoilt };
}

/** The candidates with the most votes win; each ballot may mark up to `most` of them. */
export function countPlurality(
  election: Election,
  most: number,
  ties: TieBreaker,
): FindingBeforeTies {
  const standing = hopefulIndexes(election);
  const { votes, blank, spoilt } = countMarks(election, new Set(standing), most);
  const shown = (units: number): string => trueWeight(election.ballots, units).toDecimal();
  const winners = winnersByVotes(standing, votes, election.seats, ties);
  const losers = standing
    .filter((index) => !winners.includes(index))
    .sort((a, b) => (votes[b] as number) - (votes[a] as number) || a - b);
  const list = winners.map(
    (index) => `${election.candidates[index]?.name} (${shown(votes[index] as number)})`,
  );
  return {
    winnerIndexes: winners,
    rankingIndexes: groupedByVotes([...winners, ...losers], votes, winners.length),
    totals: votes.map(shown),
    figures: { blank: shown(blank), spoilt: shown(spoilt) },
    account: [
      `Each ballot marks up to ${most}; the most votes win. ` +
        `${shown(blank)} ballots are blank and ${shown(spoilt)} spoilt.`,
      `${list.join(', ')} ${winners.length === 1 ? 'wins' : 'win'}.`,
    ],
  };
}

/** The `seats` candidates with the most votes, in order; ties at the edge go to the breaker. */
export function winnersByVotes(
  standing: readonly number[],
  votes: readonly number[],
  seats: number,
  ties: TieBreaker,
): number[] {
  const held = (index: number): number => votes[index] as number;
  const ordered = standing.toSorted((a, b) => held(b) - held(a) || a - b);
  if (ordered.length <= seats) return ordered;
  const edge = held(ordered[seats - 1] as number);
  const winners = ordered.filter((index) => held(index) > edge);
  let tied = ordered.filter((index) => held(index) === edge);
  while (winners.length < seats) {
    const isOpen = winners.length + tied.length > seats;
    const next = isOpen
      ? ties.pickOne({ purpose: 'election', tied, pick: 'most' })
      : (tied[0] as number);
    winners.push(next);
    tied = tied.filter((index) => index !== next);
  }
  return winners;
}

/** Groups of equal votes, except that a tie broken for a seat stays broken. */
function groupedByVotes(
  ordered: readonly number[],
  votes: readonly number[],
  winners: number,
): number[][] {
  const groups: number[][] = [];
  ordered.forEach((index, place) => {
    const group = groups.at(-1);
    const joins = group !== undefined && votes[group[0] as number] === votes[index];
    if (joins && place !== winners) group.push(index);
    else groups.push([index]);
  });
  return groups;
}
