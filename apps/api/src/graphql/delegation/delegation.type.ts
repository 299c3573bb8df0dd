import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DelegationUse, DelegationView, OwnDelegation } from '@rochdale/voting';
import { canonicalJson } from '@rochdale/platform';
import { IsDate, IsOptional, IsString, MaxLength } from 'class-validator';
import { Payload } from '../kit/error/user-error.type.js';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';

export const DelegationScopeEnum = {
  ALL: 'all',
  TOPIC: 'topic',
  GROUP: 'group',
  PROPOSAL: 'proposal',
  PROXY: 'proxy',
} as const;

registerEnumType(DelegationScopeEnum, {
  name: 'DelegationScope',
  description: 'What somebody votes for another on. The narrower goes before.',
  valuesMap: {
    ALL: { description: 'Every vote whose policy lets them, but for those in the narrower ones.' },
    TOPIC: { description: 'What is filed under a topic; of two of them the one given last.' },
    GROUP: { description: 'What belongs to a working group, as long as that is open.' },
    PROPOSAL: { description: 'One proposal.' },
    PROXY: { description: 'One proposal, for whoever holds the proxy and nobody behind them.' },
  },
});

export const DelegationUseEnum = {
  OVERRIDDEN: 'overridden',
  WAITING: 'waiting',
  WOULD_COUNT: 'would-count',
  COUNTED: 'counted',
  NOT_COUNTED: 'not-counted',
} as const satisfies Record<string, DelegationUse>;

registerEnumType(DelegationUseEnum, {
  name: 'DelegationUse',
  description: 'What becomes of one’s own delegation in a vote.',
  valuesMap: {
    OVERRIDDEN: { description: 'One voted oneself, which goes before.' },
    WAITING: {
      description:
        'Whom one chose has not voted. Whether somebody votes for them in turn is told to nobody.',
    },
    WOULD_COUNT: {
      description:
        'Whom one chose said `markJson`, and so will one’s own ballot, unless one votes ' +
        'oneself, they change theirs, or they vote for more others than the policy allows, who ' +
        'came earlier.',
    },
    COUNTED: { description: 'One’s ballot said `markJson`.' },
    NOT_COUNTED: { description: 'Nobody to whom it led voted, or for too many others.' },
  },
});

@ObjectType('Delegation', { description: 'Somebody votes for another where that one does not.' })
export class DelegationType {
  /** For resolvers; not part of the schema. */
  row!: DelegationView;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => DelegationScopeEnum, { description: 'On what.' })
  scope!: string;

  @Field(() => String, { nullable: true, description: 'On which topic, if on one: its key.' })
  topicKey!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'On what belongs to which working group, if to one: its key.',
  })
  groupKey!: string | null;

  @Field(() => Boolean, {
    description: 'Whether a secretary put it on record, as a proxy on paper.',
  })
  isRecorded!: boolean;

  @Field(() => Date, { description: 'When it was given.' })
  givenAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself.' })
  expiresAt!: Date | null;
}

export const DelegationConnection = connectionOf('Delegation', DelegationType);

@ObjectType('ViewerDelegation', { description: 'What the viewer’s delegation is in one vote.' })
export class ViewerDelegationType {
  /** For resolvers; not part of the schema. */
  row!: OwnDelegation;

  @Field(() => DelegationUseEnum, { description: 'What becomes of it.' })
  use!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What is cast for the viewer, as canonical JSON in the shape of the ballot kind.',
  })
  markJson!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Of the ballot that was written for the viewer as the vote closed: see `ballotReceipt`.',
  })
  receipt!: string | null;
}

@InputType({ description: 'Who is to vote for the viewer where they do not vote themselves.' })
export class DelegationGiveInput {
  @Field(() => ID, { description: 'Who votes.' })
  @IsString()
  @MaxLength(200)
  delegateId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'On this proposal alone; where it is left out, on every one, or those of a topic.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  proposalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'On what is filed under the topic of this key; not beside a proposal.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  topicKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'On what belongs to the working group of this key; beside neither of the two.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  groupKey?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends by itself; until it is revoked, if left out.',
  })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
}

@InputType({ description: 'Who is to hold a proxy in one vote.' })
export class ProxyGiveInput {
  @Field(() => ID, { description: 'Who holds it.' })
  @IsString()
  @MaxLength(200)
  holderId!: string;

  @Field(() => ID, { description: 'In which vote.' })
  @IsString()
  @MaxLength(200)
  proposalId!: string;
}

@InputType({ description: 'Who gave whom a proxy on paper, in one vote.' })
export class ProxyRecordInput extends ProxyGiveInput {
  @Field(() => ID, { description: 'Who gave it.' })
  @IsString()
  @MaxLength(200)
  memberId!: string;
}

@ObjectType({ description: 'The delegation that was given, or why it was not.' })
export class DelegationPayload extends Payload {
  @Field(() => DelegationType, { nullable: true, description: 'The delegation.' })
  delegation?: DelegationType | null;
}

@ObjectType({ description: 'The delegation that is over, or why it is not.' })
export class DelegationRevokePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Which it was.' })
  delegationId?: string | null;
}

export function toDelegation(row: DelegationView): DelegationType {
  const { scopeKind: scope, isRecorded, givenAt, expiresAt } = row;
  const topicKey = row.topicKey === '' ? null : row.topicKey;
  const groupKey = row.groupKey === '' ? null : row.groupKey;
  return {
    row,
    id: toGlobalId('Delegation', row.id),
    scope,
    topicKey,
    groupKey,
    isRecorded,
    givenAt,
    expiresAt,
  };
}

export function toViewerDelegation(row: OwnDelegation): ViewerDelegationType {
  const { use, mark, receipt } = row;
  return { row, use, markJson: mark === null ? null : canonicalJson(mark), receipt };
}
