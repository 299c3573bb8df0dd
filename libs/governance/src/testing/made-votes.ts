import type { MadeVote } from './counted-vote.js';

export const options = ['Red', 'Green', 'Blue'];
export const half = { share: '1/2', strict: true, of: 'cast-minus-abstentions' };
export const byStances = {
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree', 'block'],
  decision: { kind: 'threshold', agree: half },
  blocks: { liftedAtShare: '9/10' },
};
export const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' };
export const ranks = (...numbers: number[]) => ({
  ranks: numbers.map((option, place) => ({ option, rank: place + 1 })),
});
export const scores = (...given: number[]) => ({
  scores: given.map((score, place) => ({ option: place + 1, score })),
});
export const spending = {
  currency: 'EUR',
  budgetMinor: '10000',
  costsMinor: ['6000', '5000', '3000'],
  minimumSpendMinor: '3000',
  incompatible: [[1, 2]],
};
export const cast = (...marks: unknown[]) => marks.map((mark) => ({ marks: [mark] }));

/** One vote of each kind, and those that are proved or counted in a way of their own. */
export const madeVotes: Readonly<Record<string, MadeVote>> = {
  stances: {
    rule: { ...byStances, quorum },
    voters: [
      { marks: ['disagree', 'agree'] },
      { marks: ['agree'] },
      { marks: ['abstain'] },
      { marks: ['block'] },
      { marks: [] },
    ],
    paused: 1,
  },
  'ballots that were taken back': {
    rule: { ...byStances, mayTakeBack: true },
    voters: [
      { marks: ['agree'] },
      { marks: ['agree', 'disagree'] },
      { marks: ['disagree'], tookBack: true },
      { marks: ['block', 'agree'], tookBack: true },
    ],
  },
  'votes for others': {
    rule: { ...byStances, quorum, delegation: { atMost: 2, makesQuorum: true } },
    voters: [
      { marks: ['agree'] },
      { marks: ['agree'], follows: 0 },
      { marks: ['agree'], follows: 0 },
      { marks: ['disagree', 'abstain'] },
      { marks: ['abstain'], follows: 3 },
      { marks: [] },
    ],
    paused: 1,
  },
  weighed: {
    rule: {
      ...byStances,
      eligibility: {
        standings: ['active'],
        classes: ['worker', 'house'],
        weightByClass: { house: 3, worker: 'register' },
      },
    },
    voters: [
      { marks: ['agree'], memberClass: 'house', weight: 3n },
      { marks: ['disagree'], weight: 2n },
      { marks: ['agree'], weight: 2n },
      { marks: [] },
    ],
    paused: 2,
  },
  'a weighed ranking': {
    rule: {
      ballotKind: 'ranking',
      options,
      method: 'irv',
      equalRanks: false,
      maximum: null,
      eligibility: { standings: ['active'], classes: null, weightByClass: { house: 2 } },
    },
    voters: [
      { marks: [ranks(2, 1)], memberClass: 'house', weight: 2n },
      { marks: [ranks(2)] },
      { marks: [ranks(1, 2, 3)] },
    ],
  },
  'single choice': {
    rule: { ballotKind: 'single-choice', options, winnerNeeds: null },
    voters: cast({ option: 2 }, { option: 2 }, { option: 1 }, { option: null }),
  },
  approval: {
    rule: { ballotKind: 'approval', options, winners: 1, maximum: 2, winnerNeeds: null },
    voters: cast({ options: [1, 2] }, { options: [2] }, { options: [] }),
  },
  ranking: {
    rule: { ballotKind: 'ranking', options, method: 'irv', equalRanks: false, maximum: null },
    voters: cast(ranks(2, 1), ranks(2), ranks(1, 2, 3)),
  },
  'a ranking that strangers count': {
    rule: {
      ballotKind: 'ranking',
      options,
      method: 'irv',
      equalRanks: false,
      maximum: null,
      recountBy: 'strangers',
    },
    voters: cast(ranks(2, 1), ranks(2), ranks(1, 2, 3)),
  },
  'a lot': {
    rule: {
      ballotKind: 'ranking',
      options,
      method: 'schulze',
      equalRanks: true,
      maximum: null,
      tieRule: 'lot',
    },
    voters: cast(ranks(2, 1, 3), ranks(1, 2, 3)),
  },
  'ranked pairs': {
    rule: {
      ballotKind: 'ranking',
      options,
      method: 'ranked-pairs',
      equalRanks: false,
      maximum: null,
    },
    voters: cast(ranks(2, 1), ranks(2), ranks(1, 2, 3)),
  },
  schulze: {
    rule: { ballotKind: 'ranking', options, method: 'schulze', equalRanks: false, maximum: null },
    voters: cast(ranks(3, 1), ranks(2, 3), ranks(3, 2), ranks(3)),
  },
  points: {
    rule: { ballotKind: 'ranking', options, method: 'borda', equalRanks: false, maximum: null },
    voters: cast(ranks(2, 1), ranks(2), ranks(1, 2, 3)),
  },
  sums: {
    rule: { ballotKind: 'score', options, method: 'score', highest: 5 },
    voters: cast(scores(1, 5, 0), scores(0, 4, 4), scores(5, 3, 0)),
  },
  judgment: {
    rule: { ballotKind: 'score', options, method: 'majority-judgment', highest: 5 },
    voters: cast(scores(1, 5, 0), scores(0, 4, 4), scores(5, 3, 0)),
  },
  'seats by Meek': {
    rule: { ballotKind: 'stv', options, method: 'meek', winners: 2, maximum: null },
    voters: cast(ranks(2, 1), ranks(2, 3), ranks(1, 2, 3), ranks(2, 1)),
  },
  'seats by Warren': {
    rule: { ballotKind: 'stv', options, method: 'warren', winners: 2, maximum: null },
    voters: cast(ranks(2, 1), ranks(2, 3), ranks(1, 2, 3), ranks(2, 1)),
  },
  score: {
    rule: { ballotKind: 'score', options, method: 'star', highest: 5 },
    voters: cast(scores(1, 5, 0), scores(0, 4, 4), scores(5, 3, 0)),
  },
  dots: {
    rule: { ballotKind: 'dots', options, winners: 1, dots: 5, maximumEach: null },
    voters: cast({ dots: [{ option: 2, dots: 5 }] }, { dots: [{ option: 1, dots: 2 }] }),
  },
  'several seats': {
    rule: { ballotKind: 'stv', options, method: 'scottish', winners: 2, maximum: null },
    voters: cast(ranks(2, 1), ranks(2, 3), ranks(1, 2, 3), ranks(3)),
  },
  consent: {
    rule: { ballotKind: 'consent', objectionsToStop: 1, consentsNeeded: 1 },
    voters: cast('consents', 'objects', 'stands-aside'),
    paused: 1,
  },
  gradients: {
    rule: {
      ballotKind: 'gradients',
      grades: ['endorse', 'abstain', 'veto'],
      support: half,
      vetoes: { liftedAtShare: '9/10' },
    },
    voters: cast('endorse', 'abstain', 'endorse'),
  },
  times: {
    rule: {
      ballotKind: 'time-poll',
      options: ['2026-03-01', '2026-03-02', '2026-03-08'],
      winners: 1,
      ifNeedBe: true,
    },
    voters: cast({ times: [{ option: 1, answer: 'yes' }] }, { times: [] }),
  },
  'a budget': {
    rule: { ballotKind: 'budget', method: 'greedy', maximum: 2, options, spending },
    voters: cast({ projects: [1, 2] }, { projects: [2, 3] }, { projects: [2] }, { projects: [] }),
  },
  'equal shares of what a proposal brings': {
    rule: { ballotKind: 'budget', method: 'equal-shares', maximum: null },
    brought: { options, spending },
    voters: cast({ projects: [2, 3] }, { projects: [3] }, { projects: [1] }),
  },
  'less than has to be spent': {
    rule: { ballotKind: 'budget', method: 'greedy', maximum: null },
    brought: { options, spending: { ...spending, minimumSpendMinor: '9000' } },
    voters: cast({ projects: [2] }, { projects: [3] }),
  },
  'from before': { rule: byStances, voters: cast('agree', 'disagree', 'agree'), proofVersion: 1 },
  'of nobody': { rule: byStances, voters: [{ marks: [] }, { marks: [] }] },
};
