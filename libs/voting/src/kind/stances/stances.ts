import { Rational } from '@rochdale/tally';
import { z } from 'zod';
import { share, shareOf } from '../../rule/share.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import type { RuleClass } from '@rochdale/platform';
import type { BallotGroup } from '../ballot-kind.js';

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

export const threshold = z.strictObject({
  /** The fraction, as `1/2`. */
  share,
  /** True: more than the share. False: the share itself is enough. */
  strict: z.boolean(),
  of: z.enum(denominatorNames),
});
export type Threshold = z.infer<typeof threshold>;

const decision = z.discriminatedUnion('kind', [
  /** Passes when the weight of those who agree reaches the threshold. */
  z.strictObject({ kind: z.literal('threshold'), agree: threshold }),
  /** Lazy consensus: passes unless at least so many object, by weight, or anybody blocks. */
  z.strictObject({ kind: z.literal('lazy'), objectionsToReject: z.int().min(1).max(1_000_000) }),
]);

/** What a rule says of stances. */
export const stancesRule = z.strictObject({
  stances: z.array(z.enum(stanceNames)).min(2),
  decision,
  /**
   * A block stands unless the share of agreement reaches the lifting share, which is of the same as
   * the threshold's. Where silence is consent, any block stops. Null: no blocks.
   */
  blocks: z.strictObject({ liftedAtShare: share.nullable() }).nullable(),
});
export type StancesRule = z.infer<typeof stancesRule>;

/** Weight of the current ballots by stance. */
export type StanceWeights = Readonly<Record<Stance, bigint>>;

export const noBallots: StanceWeights = { agree: 0n, abstain: 0n, disagree: 0n, block: 0n };

/** Whether a rule is about stances; tells the compiler as well. */
export function isStancesRule<Rule extends VoteRule>(rule: Rule): rule is Rule & StancesRule {
  return rule.ballotKind === 'stances';
}

/** What the ballots of each stance weigh together. */
export function stanceWeights(groups: Iterable<BallotGroup<unknown>>): StanceWeights {
  const weights = { ...noBallots };
  for (const { mark, weight } of groups) {
    const stance = stanceNames.find((name) => name === mark);
    if (stance === undefined) throw new Error(`${String(mark)} is no stance`);
    weights[stance] += weight;
  }
  return weights;
}

/** Whether a share is of everybody of some body, whether they voted or not. */
function isOfAll(of: Denominator): boolean {
  return of === 'electorate' || of === 'active-members';
}

function isAll(share: string): boolean {
  return shareOf(share).compare(Rational.ONE) === 0;
}

function contradictionOfStances({ stances, blocks, decision: how }: StancesRule): string | null {
  const offered = new Set(stances);
  if (offered.size !== stances.length) return 'A stance is named twice.';
  if (offered.has('block') !== (blocks !== null)) {
    return 'Blocks need both the stance and the rule for it.';
  }
  if (how.kind === 'threshold' && !offered.has('agree')) {
    return 'A threshold counts those who agree, so agree has to be offered.';
  }
  if (!offered.has('disagree') && !offered.has('block')) return 'Nobody could say no.';
  return null;
}

function contradictionOfShares({
  decision: how,
  earlyClose,
  stances,
}: VoteRule & StancesRule): string | null {
  if (how.kind === 'threshold' && how.agree.strict && isAll(how.agree.share)) {
    return 'Nobody agrees with more than all.';
  }
  if (earlyClose?.when !== 'super-quorum') return null;
  if (!stances.includes('agree')) return 'A super-quorum counts those who agree.';
  const isBelow =
    how.kind === 'threshold' &&
    shareOf(earlyClose.agreeShare).compare(shareOf(how.agree.share)) < 0;
  return isBelow ? 'A super-quorum is no smaller a share than agreement has to be.' : null;
}

/** Why a rule cannot be meant; null for a sound one. */
export function contradiction(rule: VoteRule & StancesRule): string | null {
  const { decision: how, quorum, blocks } = rule;
  if (how.kind === 'lazy' && (blocks?.liftedAtShare ?? null) !== null) {
    return 'Where silence is consent, a block is an objection, and nothing lifts it.';
  }
  const ofAll = how.kind === 'threshold' && isOfAll(how.agree.of);
  if (quorum !== null && ofAll && quorum.of !== how.agree.of) {
    return 'Quorum and agreement are shares of the same body.';
  }
  return contradictionOfShares(rule) ?? contradictionOfStances(rule);
}

const half = Rational.of(1n, 2n);

/** How much agreement the rule asks for. */
export function classOf({ decision: how }: StancesRule): RuleClass {
  if (how.kind === 'lazy') return 'lazy-consensus';
  const compared = shareOf(how.agree.share).compare(half);
  if (compared === 0) return 'majority';
  return compared < 0 ? 'minority' : 'supermajority';
}
