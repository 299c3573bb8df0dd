import { z } from 'zod';
import { defineBallotKind } from '../kind/ballot-kind.js';
import type { StancesRule } from '../kind/stances/stances.js';
import type { VoteRule } from '../rule/vote-rule.js';

export type StanceRule = VoteRule & StancesRule;

/** A majority of those who take a side, with blocks, and no quorum; changed as a test needs it. */
export function ruleLike(changes: Partial<StanceRule> = {}): StanceRule {
  return {
    ballotKind: 'stances',
    stances: ['agree', 'abstain', 'disagree', 'block'],
    decision: {
      kind: 'threshold',
      agree: { share: '1/2', strict: true, of: 'cast-minus-abstentions' },
    },
    quorum: null,
    blocks: { liftedAtShare: '9/10' },
    tieRule: 'status-quo',
    lateQuorum: null,
    earlyClose: null,
    eligibility: { classes: null, standings: ['active'], weightByClass: {} },
    secretUntilClosed: false,
    ...changes,
  };
}

/** A kind of the barest sort: it ties always, tells nothing early, and draws nothing. */
export function plainKind(name: string) {
  return defineBallotKind<unknown, object, object>({
    name,
    mark: z.unknown(),
    rule: z.strictObject({}),
    counted: z.strictObject({}),
    contradiction: () => null,
    classOf: () => 'majority',
    check: () => undefined,
    abstains: () => false,
    count: () => ({ outcome: 'tied', reason: 'always', count: {} }),
  });
}
