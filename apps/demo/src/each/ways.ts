import { ranks, spending } from '../questions/marks.js';

/** A way to vote, and something that a small circle asks itself by it again and again. */
export interface Way {
  readonly title: string;
  /** What a rule says of this kind of ballot alone. */
  readonly rule: object;
  readonly options?: readonly string[];
  readonly voteTerms?: object;
  /** Two ballots of which each alone would win, and that are equal against each other. */
  readonly one: unknown;
  readonly other: unknown;
  /** A ballot that lets nothing pass, and why. */
  readonly against: readonly [mark: unknown, reason?: string];
}

const half = { share: '1/2', strict: true, of: 'cast-minus-abstentions' };
const [threeDots, threeMore] = [1, 2].map((option) => ({ dots: [{ option, dots: 3 }] }));
const [free, freeToo] = [1, 2].map((option) => ({ times: [{ option, answer: 'yes' }] }));
const [five, fiveMore] = [1, 2].map((option) => ({
  scores: [1, 2].map((each) => ({ option: each, score: each === option ? 5 : 0 })),
}));

const twoSided: Readonly<Record<string, Way>> = {
  stances: {
    title: 'Lunch together on Thursdays',
    rule: {
      stances: ['agree', 'abstain', 'disagree'],
      decision: { kind: 'threshold', agree: half },
      blocks: null,
    },
    one: 'agree',
    other: 'disagree',
    against: ['disagree'],
  },
  gradients: {
    title: 'A morning without meetings',
    rule: {
      grades: ['endorse', 'reservations', 'abstain', 'serious-disagreement'],
      support: half,
      vetoes: null,
    },
    one: 'endorse',
    other: 'serious-disagreement',
    against: ['serious-disagreement'],
  },
  consent: {
    title: 'Whoever cooks does not wash up',
    rule: { objectionsToStop: 1, consentsNeeded: 1 },
    one: 'consents',
    other: 'stands-aside',
    against: ['objects', 'I cook so that I need not.'],
  },
};

/** Ballots for one of two, which others call choosing, approving, ranking, and so on. */
const choosing: Readonly<Record<string, Way>> = {
  'single-choice': {
    title: 'What we cook for all',
    rule: { winnerNeeds: null },
    options: ['Lentils', 'Dumplings'],
    one: { option: 1 },
    other: { option: 2 },
    against: [{ option: null }],
  },
  approval: {
    title: 'What plays in the workshop',
    rule: { winners: 1, maximum: null, winnerNeeds: null },
    options: ['The radio', 'Nothing'],
    one: { options: [1] },
    other: { options: [2] },
    against: [{ options: [] }],
  },
  score: {
    title: 'Which tea there is',
    rule: { method: 'score', highest: 5 },
    options: ['Peppermint', 'Assam'],
    one: five,
    other: fiveMore,
    against: [{ scores: [] }],
  },
  dots: {
    title: 'What we tidy first',
    rule: { winners: 1, dots: 3, maximumEach: null },
    options: ['The cellar', 'The shelves'],
    one: threeDots,
    other: threeMore,
    against: [{ dots: [] }],
  },
};

const ordering: Readonly<Record<string, Way>> = {
  ranking: {
    title: 'Where we walk on Sunday',
    rule: { method: 'schulze', equalRanks: true, maximum: null },
    options: ['Round the lake', 'To the weir'],
    one: ranks(1, 2),
    other: ranks(2, 1),
    against: [{ ranks: [] }],
  },
  stv: {
    title: 'Which book the shelf gets',
    rule: { method: 'scottish', winners: 1, maximum: null },
    options: ['A novel', 'A manual'],
    one: ranks(1, 2),
    other: ranks(2, 1),
    against: [{ ranks: [] }],
  },
};

/** @param days on which a circle may meet */
export const waysOf = (days: readonly string[]): Readonly<Record<string, Way>> => ({
  ...twoSided,
  ...choosing,
  ...ordering,
  budget: {
    title: 'Forty euros for the workshop',
    rule: { method: 'greedy', maximum: null },
    options: ['Pliers', 'Screwdrivers'],
    voteTerms: spending('4000', '3500', '3500'),
    one: { projects: [1] },
    other: { projects: [2] },
    against: [{ projects: [] }],
  },
  'time-poll': {
    title: 'When the circle meets',
    rule: { winners: 1, ifNeedBe: true },
    options: days,
    one: free,
    other: freeToo,
    against: [{ times: [] }],
  },
});
