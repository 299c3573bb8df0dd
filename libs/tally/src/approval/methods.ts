import { Rational } from '../arithmetic/rational.js';
import type { CountingMethod } from '../method/counting-method.js';
import { makeResult } from '../method/make-result.js';
import type { Finding } from '../method/make-result.js';
import { tieOptions } from '../method/options.js';
import type { OptionValues } from '../method/options.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import type { CountRound } from '../model/result.js';
import { rankByScore } from '../pairwise/minimax.js';
import { coWinnersOption, seatsByRanking } from '../seating/seats-by-ranking.js';
import { oneOfCommittees, throughTies } from '../seating/through-ties.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { approvalProfileOf } from './approval-profile.js';
import type { ApprovalProfile } from './approval-profile.js';
import { PhragmenLoads } from './phragmen.js';
import { ThieleCommittee, bestThieleCommittees, firstOnlyWorth, harmonicWorth } from './thiele.js';
import type { ThieleWorth } from './thiele.js';

const SURVEY = 'Lackner and Skowron, "Multi-Winner Voting with Approval Preferences" (2023)';

type Frame = Pick<CountingMethod, 'variant' | 'title' | 'source' | 'options'>;

/** An approval election ready to be counted. */
interface ApprovalCount {
  readonly election: Election;
  readonly standing: readonly number[];
  readonly profile: ApprovalProfile;
  readonly options: OptionValues;
}

function approvalMethod(frame: Frame, rule: (count: ApprovalCount) => Finding): CountingMethod {
  const named = { ...frame, method: 'approval' };
  return {
    ...named,
    ballots: ['approval'],
    count(election, options) {
      const standing = hopefulIndexes(election);
      const { ballots, candidates } = election;
      const profile = approvalProfileOf(ballots, candidates.length, standing);
      const finding = rule({ election, standing, profile, options });
      const introduction =
        `${trueWeightText(election, profile.totalWeight)} voters approve of as many of ` +
        `${standing.length} candidates as they like.`;
      const winners = finding.winnerIndexes.map((index) => nameOf(election, index)).join(', ');
      const conclusion =
        winners === '' ? 'A tie is left open; all outcomes are listed.' : `Elected: ${winners}.`;
      const account = [introduction, ...finding.account, conclusion];
      return makeResult(election, named, options, { ...finding, account });
    },
  };
}

function trueWeightText(election: Election, units: bigint, denominator = 1n): string {
  return Rational.of(units, denominator * election.ballots.weightDivisor).toString();
}

function nameOf(election: Election, index: number): string {
  return election.candidates[index]?.name ?? '';
}

/** Seats to the highest scores, whole numbers over a common denominator. */
function byScore(
  { election, standing, options }: ApprovalCount,
  scores: readonly bigint[],
  denominator: bigint,
): Omit<Finding, 'account'> {
  const ranking = rankByScore(standing.map((index) => scores[index] as bigint)).map((group) =>
    group.map((place) => standing[place] as number),
  );
  const coWinners = options.flag('co-winners');
  return {
    ...seatsByRanking(election, ranking, options.tieRule(), coWinners),
    rankingIndexes: ranking,
    totals: scores.map((score) => trueWeightText(election, score, denominator)),
  };
}

const mostApprovals = approvalMethod(
  {
    variant: 'approval',
    title: 'Most approvals (with several seats: block approval)',
    source: 'Brams and Fishburn, "Approval Voting", Am. Polit. Sci. Rev. 72 (1978)',
    options: [coWinnersOption, ...tieOptions('report')],
  },
  (count) => ({
    ...byScore(count, count.profile.support, 1n),
    account: ['Those with the most approvals win.'],
  }),
);

const satisfactionApproval = approvalMethod(
  {
    variant: 'satisfaction',
    title: 'Satisfaction approval: each ballot is one vote, split evenly over its approvals',
    source: 'Brams and Kilgour, "Satisfaction Approval Voting" (2014)',
    options: [coWinnersOption, ...tieOptions('report')],
  },
  (count) => {
    const { groups, candidates } = count.profile;
    const sizes = groups.map(({ approved }) => approved.length);
    const { denominator } = harmonicWorth(Math.max(1, ...sizes));
    const scores = Array.from({ length: candidates }, () => 0n);
    for (const { approved, weight } of groups) {
      const share = (weight * denominator) / BigInt(approved.length);
      for (const index of approved) scores[index] = (scores[index] as bigint) + share;
    }
    return {
      ...byScore(count, scores, denominator),
      account: ['A ballot gives each of its approved candidates an equal part of one vote.'],
    };
  },
);

function exhaustive(
  frame: Frame,
  worthOf: (seats: number) => ThieleWorth,
  account: string,
): CountingMethod {
  return approvalMethod(frame, ({ election, standing, profile, options }) => {
    const worth = worthOf(election.seats);
    const best = bestThieleCommittees(profile, standing, election.seats, worth);
    return {
      ...oneOfCommittees(election, best.committees, options.tieRule()),
      totals: profile.support.map((units) => trueWeightText(election, units)),
      figures: {
        satisfaction: trueWeightText(election, best.score, worth.denominator),
        equallyGoodCommittees: best.committees.length,
      },
      account: [account],
    };
  });
}

const proportionalApproval = exhaustive(
  {
    variant: 'pav',
    title: 'Proportional approval (Thiele), all committees compared',
    source: `Thiele, "Om Flerfoldsvalg" (1895); ${SURVEY}`,
    options: tieOptions('report'),
  },
  harmonicWorth,
  'A voter is content by 1 for the first approved winner, 1/2 for the second, 1/3 for the third ' +
    'and so on; the committee with the greatest sum wins.',
);

const chamberlinCourant = exhaustive(
  {
    variant: 'chamberlin-courant',
    title: 'Chamberlin–Courant: as many voters as possible have a winner they approve',
    source: `Chamberlin and Courant, Am. Polit. Sci. Rev. 77 (1983); ${SURVEY}`,
    options: tieOptions('report'),
  },
  firstOnlyWorth,
  'The committee that gives the most voters at least one winner they approve wins.',
);

/** Elects one candidate a round. `rate` says who may be taken in a round and what they hold. */
function sequential(
  frame: Frame,
  start: (count: ApprovalCount) => {
    rate(open: readonly number[]): { tied: number[]; votes: (string | undefined)[] };
    elect(candidate: number): void;
  },
  account: string,
): CountingMethod {
  return approvalMethod(frame, (count) => {
    const { election, standing, options } = count;
    const run = (breaker: TieBreaker) => {
      const state = start(count);
      const winnerIndexes: number[] = [];
      const rounds: CountRound[] = [];
      for (let round = 1; round <= election.seats; round += 1) {
        const open = standing.filter((index) => !winnerIndexes.includes(index));
        const { tied, votes } = state.rate(open);
        const elected = breaker.pickOne({ purpose: 'election', tied, round, pick: 'most' });
        state.elect(elected);
        winnerIndexes.push(elected);
        rounds.push({
          round,
          votes: votes.map((text) => text ?? ''),
          action: `${nameOf(election, elected)} is elected.`,
          elected: [elected],
        });
      }
      return { winnerIndexes, rounds };
    };
    const { value, ...passage } = throughTies(election, options.tieRule(), run);
    return { ...passage, rounds: value.rounds, account: [account] };
  });
}

const sequentialProportional = sequential(
  {
    variant: 'seqpav',
    title: 'Sequential proportional approval (Thiele)',
    source: `Thiele, "Om Flerfoldsvalg" (1895); ${SURVEY}`,
    options: tieOptions('report'),
  },
  ({ election, profile }) => {
    const { worth, denominator } = harmonicWorth(election.seats);
    const committee = new ThieleCommittee(profile, worth);
    return {
      rate(open) {
        const gains = new Map(open.map((index) => [index, committee.gain(index)]));
        const most = [...gains.values()].reduce((a, b) => (a > b ? a : b));
        return {
          tied: open.filter((index) => gains.get(index) === most),
          votes: election.candidates.map((_, index) => {
            const gain = gains.get(index);
            return gain === undefined ? gain : trueWeightText(election, gain, denominator);
          }),
        };
      },
      elect: (candidate) => committee.add(candidate),
    };
  },
  'Each round elects the candidate whose approvals weigh most, where a ballot with one winner on ' +
    'it weighs 1/2, with two 1/3, and so on.',
);

const sequentialPhragmen = sequential(
  {
    variant: 'seqphragmen',
    title: "Phragmén's sequential rule",
    source: `Phragmén (1894); arXiv:2102.12305; ${SURVEY}`,
    options: tieOptions('report'),
  },
  ({ election, profile }) => {
    const prices = election.candidates.map(() => Rational.of(election.ballots.weightDivisor));
    const loads = new PhragmenLoads(profile, prices);
    return {
      rate(open) {
        const cheapest = loads.cheapest(open);
        return {
          tied: cheapest?.tied ?? [...open],
          votes: election.candidates.map((_, index) =>
            open.includes(index) ? loads.loadAfter(index)?.toString() : undefined,
          ),
        };
      },
      elect(candidate) {
        const load = loads.loadAfter(candidate);
        if (load !== undefined) loads.elect(candidate, load);
      },
    };
  },
  'A seat is a load of 1 on those who approve of its holder, so shared that all of them carry ' +
    'the same. Each round elects the candidate by whom the greatest load rises least.',
);

/** The counting rules of this family. */
export const approvalMethods: readonly CountingMethod[] = [
  mostApprovals,
  satisfactionApproval,
  proportionalApproval,
  sequentialProportional,
  sequentialPhragmen,
  chamberlinCourant,
];
