import fc from 'fast-check';
import { ballotKindOf } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { ballotsFor, held, optionRules } from './option-votes.js';

const half = { share: '1/2', strict: true, of: 'cast-minus-abstentions' };

/** One rule of each way to vote, and to count. */
export const everyRule: Readonly<Record<string, VoteRule>> = {
  stances: held('stances', {
    stances: ['agree', 'abstain', 'disagree', 'block'],
    decision: { kind: 'threshold', agree: half },
    blocks: { liftedAtShare: '9/10' },
  }),
  'stances by silence': held('stances', {
    stances: ['agree', 'abstain', 'disagree', 'block'],
    decision: { kind: 'lazy', objectionsToReject: 2 },
    blocks: { liftedAtShare: null },
  }),
  consent: held('consent', { objectionsToStop: 1, consentsNeeded: 1 }),
  gradients: held('gradients', {
    grades: ['endorse', 'reservations', 'abstain', 'serious-disagreement', 'veto'],
    support: half,
    vetoes: { liftedAtShare: '9/10' },
  }),
  ...optionRules,
};

interface Said {
  /** A ballot that takes a side. */
  readonly side: unknown;
  /** One that takes part without. */
  readonly none: unknown;
}

const ranked = { side: { ranks: [{ option: 1, rank: 1 }] }, none: { ranks: [] } };

/** What a ballot of each kind may say. */
export const saidIn: Readonly<Record<string, Said>> = {
  stances: { side: 'agree', none: 'abstain' },
  consent: { side: 'consents', none: 'stands-aside' },
  gradients: { side: 'endorse', none: 'abstain' },
  'single-choice': { side: { option: 1 }, none: { option: null } },
  approval: { side: { options: [1] }, none: { options: [] } },
  ranking: ranked,
  stv: ranked,
  score: { side: { scores: [{ option: 1, score: 1 }] }, none: { scores: [] } },
  budget: { side: { projects: [1] }, none: { projects: [] } },
  'time-poll': { side: { times: [{ option: 1, answer: 'yes' }] }, none: { times: [] } },
  dots: { side: { dots: [{ option: 1, dots: 1 }] }, none: { dots: [] } },
};

/** Marks that a ballot under the rule may have: all of them where they are few. */
export function marksFor(rule: VoteRule): fc.Arbitrary<unknown> {
  const few = ballotKindOf(rule).marks?.(rule);
  if (few !== undefined) return fc.constantFrom(...few);
  return ballotsFor(rule).map((ballots) => ballots[0]?.mark ?? saidIn[rule.ballotKind]!.none);
}
