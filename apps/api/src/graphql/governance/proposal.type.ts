import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { optionsIn } from '@rochdale/governance';
import type { ActionView, ProposalView } from '@rochdale/governance';
import { stanceNames } from '@rochdale/voting';
import type { BallotView } from '@rochdale/voting';
import { canonicalJson, summaryOf, toldAction } from '@rochdale/platform';
import type { IdAudience } from '@rochdale/platform';
import { connectionOf, nestedConnectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { NodeType } from '../kit/node/node.type.js';
import { BigIntScalar } from '../kit/value/scalars.js';
import {
  ActionStatusEnum,
  OutcomeEnum,
  ProposalStatusEnum,
  ProposalVisibilityEnum,
  StanceEnum,
} from './decision.type.js';
import { DecisionRuleType, toRule } from './policy.type.js';

@ObjectType('Ballot', { description: 'What one voter submitted; the current one.' })
export class BallotType {
  /** For resolvers, as are the next two; not part of the schema. */
  memberId!: string | null;
  ballotId!: string;

  said!: Pick<BallotView, 'proposalId' | 'reason' | 'isReasonSealed'>;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => StanceEnum, {
    description: 'What it says; `OTHER` where the vote is not by stances. See `markJson`.',
  })
  stance!: string;

  @Field(() => String, {
    description: 'What it says, as canonical JSON (RFC 8785) in the shape of its ballot kind.',
  })
  markJson!: string;

  @Field(() => BigIntScalar, { description: 'What it weighs.' })
  weight!: bigint;

  @Field(() => Date, { description: 'When it was cast; of a ballot without a voter, counted.' })
  castAt!: Date;
}

@ObjectType('ProposalAction', { description: 'What a proposal does when it passes.' })
export class ProposalActionType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Which action, such as `expense.approve`.' })
  kind!: string;

  @Field(() => String, { description: 'What it does, in a sentence. Names nobody.' })
  summary!: string;

  @Field(() => String, { description: 'On what terms, as JSON.' })
  payloadJson!: string;

  @Field(() => ActionStatusEnum, { description: 'Whether it was carried out.' })
  status!: string;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => Date, { nullable: true, description: 'When it was carried out.' })
  executedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Its failure, as a code. For members.' })
  failureCode!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in a sentence.' })
  failureMessage!: string | null;
}

@ObjectType('Proposal', {
  implements: () => [NodeType],
  description: 'A question put to an electorate under a decision policy.',
})
export class ProposalType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  view!: ProposalView;

  @Field(() => String, {
    description: 'The question in a line; of a hearing that it is one. See `hearing`.',
  })
  title!: string;

  @Field(() => String, { description: 'What is proposed, in full; nothing of a hearing.' })
  body!: string;

  @Field(() => Boolean, { description: 'Whether it is about how a member conducted themselves.' })
  isHearing!: boolean;

  @Field(() => ProposalStatusEnum, { description: 'Where it is in its life.' })
  status!: string;

  @Field(() => ProposalVisibilityEnum, { description: 'Who may read it once it is decided.' })
  visibility!: string;

  @Field(() => String, { nullable: true, description: 'What kind of thing it is about.' })
  subjectKind!: string | null;

  @Field(() => String, { description: 'The key of its policy.' })
  policyKey!: string;

  @Field(() => Int, { description: 'The version of its policy.' })
  policyVersion!: number;

  @Field(() => DecisionRuleType, { description: 'Its rule: frozen as soon as voting opens.' })
  rule!: DecisionRuleType;

  @Field(() => String, { description: 'The rule’s fingerprint.' })
  ruleHash!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it brings for its ballot kind besides the options, as JSON; null for nothing.',
  })
  voteTermsJson!: string | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      'The numbers of those that won, in the order of election; none where nothing was decided, ' +
      'null before that and where the vote is not between options.',
  })
  winningOptions!: readonly number[] | null;

  @Field(() => Int, { description: 'How long voting is open.' })
  windowHours!: number;

  @Field(() => String, { nullable: true, description: 'Why voting is shorter than usual.' })
  urgentReason!: string | null;

  @Field(() => Date, { description: 'When it was written.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when it is announced.' })
  noticeUntil!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When voting opened.' })
  openedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When voting ends.' })
  closesAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it would have ended, if extended.' })
  extendedFrom!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When voting was closed and counted.' })
  closedAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many may vote. Auditors, administrators, membership officers and treasurers are told ' +
      'it exactly; others how many would if nobody had paused or been in arrears when it opened.',
  })
  electorateSize!: number | null;

  @Field(() => String, { nullable: true, description: 'The fingerprint of the electorate.' })
  electorateHash!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where ties are drawn: the SHA-256 of the seed, published before the vote.',
  })
  lotCommitment!: string | null;

  @Field(() => String, { nullable: true, description: 'The seed itself, once it is counted.' })
  lotSeed!: string | null;

  @Field(() => OutcomeEnum, { nullable: true, description: 'What the count came to.' })
  outcome!: string | null;

  @Field(() => String, { nullable: true, description: 'Which rule settled it, as a code.' })
  outcomeReason!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it is carried out, if it passed.' })
  executeAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was carried out.' })
  executedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was stopped, if it was.' })
  endedReason!: string | null;
}

export const ProposalConnection = connectionOf('Proposal', ProposalType);
export const BallotConnection = nestedConnectionOf('Ballot', BallotType);

/** Of an open vote as they are frozen; before, as its draft or its policy has them. */
export function toOptions({ rule, options }: ProposalView): readonly string[] {
  const inRule = optionsIn(rule);
  return inRule.length > 0 ? inRule : (options ?? []);
}

export function toProposal(view: ProposalView): ProposalType {
  return {
    view,
    id: toGlobalId('Proposal', view.id),
    title: view.title,
    body: view.body,
    isHearing: view.isHearing,
    status: view.state,
    visibility: view.visibility,
    subjectKind: view.subjectKind,
    policyKey: view.policyKey,
    policyVersion: view.policyVersion,
    ruleHash: view.ruleHash,
    windowHours: view.windowHours,
    urgentReason: view.urgentReason,
    createdAt: view.createdAt,
    noticeUntil: view.noticeUntil,
    openedAt: view.openedAt,
    closesAt: view.closesAt,
    extendedFrom: view.extendedFrom,
    closedAt: view.closedAt,
    electorateSize: view.electorateSize,
    electorateHash: view.electorateHash,
    lotCommitment: view.lotCommitment,
    lotSeed: view.lotSeed,
    outcome: view.outcome,
    outcomeReason: view.outcomeReason,
    executeAt: view.executeAt,
    executedAt: view.executedAt,
    endedReason: view.endedReason,
    voteTermsJson: view.voteTerms === null ? null : canonicalJson(view.voteTerms),
    winningOptions: view.winners,
    get rule() {
      return toRule(view.rule);
    },
  };
}

export function toBallot(view: BallotView): BallotType {
  const { mark, memberId, weight, castAt } = view;
  return {
    id: toGlobalId('Ballot', view.id),
    memberId,
    ballotId: view.id,
    said: view,
    weight,
    castAt,
    stance: stanceNames.find((stance) => stance === mark) ?? StanceEnum.OTHER,
    get markJson() {
      return canonicalJson(mark);
    },
  };
}

/** @param erased who of those whom it names is erased */
export function toAction(
  view: ActionView,
  audience: IdAudience,
  erased: ReadonlySet<string>,
): ProposalActionType {
  const { id, payload, state, ...rest } = view;
  const action = { kind: view.kind, payload };
  const told = toldAction(action, audience, { memberIds: erased, thingId: id });
  return {
    ...rest,
    status: state,
    id: toGlobalId('ProposalAction', id),
    summary: summaryOf(action),
    payloadJson: canonicalJson(told.payload),
  };
}
