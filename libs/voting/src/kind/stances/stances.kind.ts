import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
import { defineBallotKind } from '../ballot-kind.js';
import { mayCloseEarly } from './early-close.js';
import type { OutcomeFigures } from './outcome.js';
import { decideOutcome } from './outcome.js';
import type { Stance, StancesRule, StanceWeights } from './stances.js';
import { classOf, contradiction, stanceNames, stancesRule, stanceWeights } from './stances.js';
import { breakTieByLot } from './tie.js';

/** The count on record: weights by stance, and the figures that were compared. */
export interface StanceCount extends StanceWeights {
  readonly figures: OutcomeFigures;
}

/** A value with texts for its exact numbers. */
type InJson<Value> = Value extends bigint
  ? string
  : Value extends object
    ? { readonly [Name in keyof Value]: InJson<Value[Name]> }
    : Value;

/** A weight, as canonical JSON has it. */
const weight = z.string().regex(/^\d+$/);

/** `OutcomeFigures` as clients read them. */
export const figuresOnRecord = z.strictObject({
  castWeight: weight,
  agreeBaseWeight: weight,
  quorumWeight: weight,
  quorumNeededWeight: weight,
  quorumReached: z.boolean(),
  agreementReached: z.boolean(),
  blockStands: z.boolean(),
});

const countOnRecord = z.strictObject({
  agree: weight,
  abstain: weight,
  disagree: weight,
  block: weight,
  figures: figuresOnRecord,
}) satisfies z.ZodType<InJson<StanceCount>>;

/** Agree, abstain, disagree, block: against a threshold, or where silence is consent. */
export const stances = defineBallotKind<Stance, StancesRule, StanceCount>({
  name: 'stances',
  mark: z.enum(stanceNames),
  rule: stancesRule,
  counted: countOnRecord,
  isTwoSided: true,
  contradiction,
  classOf,

  check(stance, { rule, reason }) {
    if (!rule.stances.includes(stance)) {
      const message = `This vote offers ${rule.stances.join(', ')}.`;
      throw votingErrors.error('STANCE_NOT_OFFERED', message, { path: ['stance'] });
    }
    if (stance === 'block' && reason === null) {
      throw votingErrors.error('BLOCK_NEEDS_REASON', 'Who blocks says why.', { path: ['reason'] });
    }
  },

  marks: ({ stances: offered }) => offered,
  countSaysMarks: true,

  abstains: (stance) => stance === 'abstain',
  isAgainst: (stance) => stance === 'disagree' || stance === 'block',
  count(groups, { rule, size, reading }) {
    const weights = stanceWeights(groups);
    const { outcome, reason, figures } = decideOutcome(rule, weights, size, reading);
    return { outcome, reason, count: { ...weights, figures } };
  },

  certain: (groups, { rule, size }) => mayCloseEarly(rule, stanceWeights(groups), size),

  breakTie: (verdict, seed) => ({ ...verdict, ...breakTieByLot(seed) }),

  // Older than the kinds, and in the hands of voters.
  onReceipt: (stance) => ({ stance }),
});
