import { Field, Int, ObjectType } from '@nestjs/graphql';
import { optionsIn } from '@rochdale/governance';
import type { DecisionRule, PolicyPack, PolicyView } from '@rochdale/governance';
import { ballotKindOf, isStancesRule, paperHoursOf } from '@rochdale/voting';
import { canonicalJson } from '@rochdale/platform';
import { NodeType } from '../kit/node/node.type.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { DenominatorEnum, EarlyCloseType, StanceEnum, VoteSecrecyEnum } from './decision.type.js';
import { ClassShareType } from './terms/class-share.type.js';
import { DelegationTermsType, toDelegationTerms } from './terms/delegation-terms.type.js';

@ObjectType('Threshold', { description: 'How large a share has to agree.' })
export class ThresholdType {
  @Field(() => String, { description: 'An exact fraction: 1/2.' })
  share!: string;

  @Field(() => Boolean, { description: 'True: more than the share. False: the share is enough.' })
  strict!: boolean;

  @Field(() => DenominatorEnum, { description: 'What it is a share of.' })
  of!: string;
}

@ObjectType('QuorumRule', { description: 'How much has to take part.' })
export class QuorumRuleType {
  @Field(() => String, { description: 'An exact fraction: 1/10.' })
  share!: string;

  @Field(() => DenominatorEnum, { description: 'What it is a share of.' })
  of!: string;

  @Field(() => Boolean, { description: 'Whether who abstains takes part.' })
  countsAbstentions!: boolean;
}

@ObjectType('DecisionRule', { description: 'How a question is decided. Data, in versions.' })
export class DecisionRuleType {
  @Field(() => String, { description: 'How votes are held: `stances`, or another ballot kind.' })
  ballotKind!: string;

  @Field(() => Boolean, {
    description: 'Whether a proposal under it has to bring options, which the vote is between.',
  })
  needsOptions!: boolean;

  @Field(() => [StanceEnum], {
    description: 'What a ballot may say; none where votes are not by stances.',
  })
  stances!: readonly string[];

  @Field(() => ThresholdType, {
    nullable: true,
    description: 'How large a share has to agree; null where silence is consent.',
  })
  agreement!: ThresholdType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Where silence is consent: how many objections stop it; a block stops it alone.',
  })
  objectionsToReject!: number | null;

  @Field(() => QuorumRuleType, { nullable: true, description: 'How much has to take part.' })
  quorum!: QuorumRuleType | null;

  @Field(() => String, {
    nullable: true,
    description: 'The share of agreement that lifts a block; null when nothing does.',
  })
  blockLiftedAtShare!: string | null;

  @Field(() => String, {
    description:
      'What becomes of equal sides: `status-quo` leaves things as they are; `run-off` puts the ' +
      'question once more, and equal sides then leave them so too; `lot` draws.',
  })
  tieRule!: string;

  @Field(() => EarlyCloseType, {
    nullable: true,
    description: 'When a vote ends before its time; null where every vote lasts its time.',
  })
  earlyClose!: EarlyCloseType | null;

  @Field(() => Int, { description: 'How long voting is usually open.' })
  windowHours!: number;

  @Field(() => Int, { description: 'How long it is announced before.' })
  noticeHours!: number;

  @Field(() => Int, { description: 'How long what passed waits before it is carried out.' })
  timelockHours!: number;

  @Field(() => Int, { description: 'How many have to second a proposal.' })
  secondersNeeded!: number;

  @Field(() => Boolean, { description: 'Whether the count is hidden until voting is over.' })
  secretUntilClosed!: boolean;

  @Field(() => VoteSecrecyEnum, { description: 'Who learns what somebody voted, and when.' })
  secrecy!: string;

  @Field(() => Boolean, { description: 'Whether voters may take a ballot back while it is open.' })
  mayTakeBack!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The time of day, `20:00`, at which votes close by the clocks of the co-operative; null ' +
      'where they close at the time of day at which they opened.',
  })
  closesAtLocalTime!: string | null;

  @Field(() => String, {
    description:
      'Who says why they vote as they do: `optional`, `none` (no reason is taken), `required`, ' +
      '`for-disagree` (who disagrees or blocks has to), `for-block`; or `by-kind`, where the ' +
      'policy says nothing: who blocks, vetoes or objects has to.',
  })
  reasons!: string;

  @Field(() => DelegationTermsType, {
    nullable: true,
    description: 'How voters have others vote for them; null where everybody votes for themselves.',
  })
  delegation!: DelegationTermsType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many hours a vote waits for its papers; null where nobody votes on paper.',
  })
  paperCountWithinHours!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'How large a share of those who may vote is present at an assembly that decides: 1/10; ' +
      'null where votes open and close by time.',
  })
  assemblyPresentShare!: string | null;

  @Field(() => String, {
    description:
      'Who reads each ballot of a public vote once it is decided, without a name, to count it ' +
      'again: `members`, or `strangers` as well. Where the count says what each says, all do.',
  })
  recountBy!: string;

  @Field(() => Boolean, { description: 'Whether what is told under it was done already.' })
  isAlreadyDone!: boolean;

  @Field(() => String, {
    description:
      'Who reads who may vote, by name: `officers` who may know where members stand, or `members`.',
  })
  electorateList!: string;

  @Field(() => String, {
    description:
      'What becomes of the ballot of who is on no list of members any more when voting closes: ' +
      '`count` or `void`.',
  })
  leavers!: string;

  @Field(() => String, {
    description:
      'Whether who pauses and may vote is part of what quorums and shares are of: `always`, or ' +
      'only `when-voting`.',
  })
  pausedCount!: string;

  @Field(() => [ClassShareType], {
    description: 'Shares of the whole weight by class; none where votes weigh by themselves.',
  })
  classShares!: readonly ClassShareType[];

  @Field(() => String, {
    description: 'The whole rule as canonical JSON (RFC 8785); its SHA-256 is the fingerprint.',
  })
  canonicalJson!: string;
}

@ObjectType('DecisionPolicy', {
  implements: () => [NodeType],
  description: 'A rule in force, or one that was.',
})
export class DecisionPolicyType extends NodeType {
  @Field(() => String, { description: 'Its short name, as proposals ask for it.' })
  key!: string;

  @Field(() => Int, { description: 'Counts up with every change.' })
  version!: number;

  @Field(() => String, { description: 'What it is for.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'The pack that it came with, if any.' })
  pack!: string | null;

  @Field(() => [String], { description: 'What members do beside it by custom.' })
  customs!: readonly string[];

  @Field(() => DecisionRuleType, { description: 'The rule.' })
  rule!: DecisionRuleType;

  @Field(() => String, { description: 'The rule’s fingerprint.' })
  ruleHash!: string;

  @Field(() => Date, { description: 'When it was adopted.' })
  adoptedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it went out of force; null while it is.',
  })
  retiredAt!: Date | null;

  /** For the resolvers of the decisions; not part of the schema. */
  adoptedByProposalId!: string | null;
  retiredByProposalId!: string | null;
}

@ObjectType('PackPolicy', { description: 'A rule that a pack would put in force.' })
export class PackPolicyType {
  @Field(() => String, { description: 'Its short name.' })
  key!: string;

  @Field(() => String, { description: 'What it is for.' })
  title!: string;

  @Field(() => [String], { description: 'What members do beside it by custom.' })
  customs!: readonly string[];

  @Field(() => [String], {
    description: 'Paths of the rule whose values are ours: its co-operative publishes none.',
  })
  ours!: readonly string[];

  @Field(() => DecisionRuleType, { description: 'The rule.' })
  rule!: DecisionRuleType;
}

@ObjectType('PolicyPack', { description: 'Rules that a co-operative published as its own.' })
export class PolicyPackType {
  @Field(() => String, { description: 'Its short name.' })
  name!: string;

  @Field(() => String, { description: 'Whose rules they are.' })
  title!: string;

  @Field(() => [PackPolicyType], { description: 'The rules.' })
  policies!: PackPolicyType[];
}

export function toRule(rule: DecisionRule): DecisionRuleType {
  const { quorum, earlyClose } = rule;
  const own = isStancesRule(rule) ? rule : null;
  const decision = own?.decision ?? null;
  return {
    ballotKind: rule.ballotKind,
    needsOptions: ballotKindOf(rule).hasOptions === true && optionsIn(rule).length === 0,
    stances: own?.stances ?? [],
    agreement: decision?.kind === 'threshold' ? decision.agree : null,
    objectionsToReject: decision?.kind === 'lazy' ? decision.objectionsToReject : null,
    quorum: quorum === null ? null : { ...quorum, countsAbstentions: quorum.counts === 'ballots' },
    blockLiftedAtShare: own?.blocks?.liftedAtShare ?? null,
    tieRule: rule.tieRule,
    earlyClose: earlyClose === null ? null : { agreeShare: null, ...earlyClose },
    windowHours: rule.window.usualHours,
    noticeHours: rule.noticeHours,
    timelockHours: rule.timelockHours,
    secondersNeeded: rule.secondersNeeded,
    secretUntilClosed: rule.secretUntilClosed,
    secrecy: rule.secrecy ?? (rule.secretUntilClosed ? 'until-closed' : 'open'),
    mayTakeBack: rule.mayTakeBack ?? false,
    closesAtLocalTime: rule.closesAtLocalTime ?? null,
    reasons: rule.reasons ?? 'by-kind',
    delegation: toDelegationTerms(rule.delegation),
    paperCountWithinHours: paperHoursOf(rule),
    assemblyPresentShare: rule.assembly?.presentShare ?? null,
    recountBy: rule.recountBy ?? 'members',
    isAlreadyDone: rule.alreadyDone ?? false,
    electorateList: rule.electorateList ?? 'officers',
    leavers: rule.leavers ?? 'count',
    pausedCount: rule.pausedCount ?? 'always',
    classShares: rule.classShares ?? [],
    // The dearest of a rule, which few ask for: made when somebody does.
    get canonicalJson() {
      return canonicalJson(rule);
    },
  };
}

export function toPolicy(view: PolicyView): DecisionPolicyType {
  return { ...view, id: toGlobalId('DecisionPolicy', view.id), rule: toRule(view.rule) };
}

export function toPack({ name, title, policies }: PolicyPack): PolicyPackType {
  return { name, title, policies: policies.map((one) => ({ ...one, rule: toRule(one.rule) })) };
}
