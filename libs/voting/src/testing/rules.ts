import type { DecisionRule } from '../rule/decision-rule.js';

/** A majority of those who take a side, with blocks, and no quorum; changed as a test needs it. */
export function ruleLike(changes: Partial<DecisionRule> = {}): DecisionRule {
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
    window: {
      minimumHours: 144,
      usualHours: 144,
      maximumHours: 2160,
      urgentMinimumHours: 48,
    },
    noticeHours: 0,
    lateQuorum: null,
    earlyClose: null,
    timelockHours: 0,
    executionWithinHours: null,
    eligibility: { classes: null, standings: ['active'], weightByClass: {} },
    secondersNeeded: 0,
    secretUntilClosed: false,
    ...changes,
  };
}
