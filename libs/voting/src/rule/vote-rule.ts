import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { Rational } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../voting.errors.js';

/** The stances a ballot can take, in the order in which they are shown. */
export const stanceNames = ['agree', 'abstain', 'disagree', 'block'] as const;
export type Stance = (typeof stanceNames)[number];

/**
 * What a share is a share of. `active-members` is fixed when voting opens: everybody who is active,
 * and whoever else the policy lets vote.
 */
export const denominatorNames = [
  'electorate',
  'cast',
  'cast-minus-abstentions',
  'active-members',
] as const;
export type Denominator = (typeof denominatorNames)[number];

const share = z
  .string()
  .regex(/^\d{1,6}\/[1-9]\d{0,5}$/)
  .refine((text) => {
    const value = Rational.parse(text);
    return value !== null && value.compare(Rational.ONE) <= 0;
  }, 'a share is a fraction from 0/1 to 1/1');

const hours = z
  .int()
  .min(0)
  .max(24 * 366);

const threshold = z.strictObject({
  /** The fraction, as `1/2`. */
  share,
  /** True: more than the share. False: the share itself is enough. */
  strict: z.boolean(),
  of: z.enum(denominatorNames),
});

const decision = z.discriminatedUnion('kind', [
  /** Passes when the weight of those who agree reaches the threshold. */
  z.strictObject({ kind: z.literal('threshold'), agree: threshold }),
  /** Lazy consensus: passes unless at least so many object (disagree or block), by weight. */
  z.strictObject({ kind: z.literal('lazy'), objectionsToReject: z.int().min(1).max(1_000_000) }),
]);

const earlyClose = z.discriminatedUnion('when', [
  /** As soon as no ballot still to come, nor any change of one, could alter the outcome. */
  z.strictObject({ when: z.literal('outcome-certain') }),
  /** As soon as so large a share of the whole electorate agrees and nobody blocks. */
  z.strictObject({ when: z.literal('super-quorum'), agreeShare: share }),
]);

const rule = z.strictObject({
  ballotKind: z.literal('stances'),
  stances: z.array(z.enum(stanceNames)).min(2),
  decision,
  /** How much has to take part. `counts` says which ballots are taking part. */
  quorum: z
    .strictObject({
      share,
      of: z.enum(['electorate', 'active-members']),
      counts: z.enum(['ballots', 'ballots-minus-abstentions']),
    })
    .nullable(),
  /**
   * A block stands unless the share of agreement reaches the lifting share, which is of the same as
   * the threshold's. Null: no blocks.
   */
  blocks: z.strictObject({ liftedAtShare: share.nullable() }).nullable(),
  tieRule: z.enum(['status-quo', 'run-off', 'lot']),
  window: z.strictObject({
    minimumHours: hours.min(1),
    usualHours: hours.min(1),
    maximumHours: hours.min(1),
    /** How short it may be made when marked urgent with a reason; null when it may not. */
    urgentMinimumHours: hours.min(1).nullable(),
  }),
  noticeHours: hours,
  lateQuorum: z.strictObject({ withinHours: hours.min(1), extendHours: hours.min(1) }).nullable(),
  earlyClose: earlyClose.nullable(),
  timelockHours: hours,
  /** How long a passed proposal may wait for its execution before it lapses. */
  executionWithinHours: hours.min(1).nullable(),
  eligibility: z.strictObject({
    /** Classes that vote; null means those that vote by the co-operative's own register. */
    classes: z.array(z.string().min(1).max(60)).min(1).nullable(),
    standings: z.array(z.enum(['active', 'paused', 'in-arrears'])).min(1),
    /** Weight by class; a class that is not named has the votes that the register gives it. */
    weightByClass: z.record(z.string().min(1).max(60), z.int().min(1).max(1_000_000)),
  }),
  secondersNeeded: z.int().min(0).max(20),
  secretUntilClosed: z.boolean(),
});

/** How one kind of question is decided. Plain data; frozen into each proposal that it governs. */
export type DecisionRule = z.infer<typeof rule>;
export type Threshold = z.infer<typeof threshold>;

/** Whether a share is of everybody of some body, whether they voted or not. */
function isOfAll(of: Denominator): boolean {
  return of === 'electorate' || of === 'active-members';
}

function contradiction(candidate: DecisionRule): string | null {
  const offered = new Set(candidate.stances);
  const { window } = candidate;
  if (offered.size !== candidate.stances.length) return 'A stance is named twice.';
  if (offered.has('block') !== (candidate.blocks !== null)) {
    return 'Blocks need both the stance and the rule for it.';
  }
  if (candidate.decision.kind === 'threshold' && !offered.has('agree')) {
    return 'A threshold counts those who agree, so agree has to be offered.';
  }
  if (!offered.has('disagree') && !offered.has('block')) return 'Nobody could say no.';
  if (window.minimumHours > window.usualHours || window.usualHours > window.maximumHours) {
    return 'The usual window lies between the shortest and the longest.';
  }
  if ((window.urgentMinimumHours ?? 0) > window.minimumHours) {
    return 'An urgent window is no longer than the shortest usual one.';
  }
  const { decision, quorum } = candidate;
  if (decision.kind === 'lazy' && (candidate.blocks?.liftedAtShare ?? null) !== null) {
    return 'Where silence is consent, a block is an objection, and nothing lifts it.';
  }
  const ofAll = decision.kind === 'threshold' && isOfAll(decision.agree.of);
  if (quorum !== null && ofAll && quorum.of !== decision.agree.of) {
    return 'Quorum and agreement are shares of the same body.';
  }
  if (candidate.lateQuorum !== null && candidate.quorum === null) {
    return 'A late quorum needs a quorum.';
  }
  return null;
}

/**
 * Reads a decision rule.
 *
 * @throws CodedError POLICY_RULE_INVALID with the field that is at fault
 */
export function parseRule(input: unknown): DecisionRule {
  const parsed = rule.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw votingErrors.error('POLICY_RULE_INVALID', issue?.message ?? 'Not a decision rule.', {
      path: ['rule', ...(issue?.path ?? []).map(String)],
    });
  }
  const problem = contradiction(parsed.data);
  if (problem !== null) {
    throw votingErrors.error('POLICY_RULE_INVALID', problem, { path: ['rule'] });
  }
  return parsed.data;
}

/** The fingerprint of a rule: SHA-256 over its canonical JSON. */
export function ruleHash(value: DecisionRule): string {
  return sha256Hex(canonicalJson(value));
}
