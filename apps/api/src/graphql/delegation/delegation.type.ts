import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DelegationUse, DelegationView, OwnDelegation } from '@rochdale/voting';
import { canonicalJson } from '@rochdale/platform';
import { IsDate, IsOptional, IsString, MaxLength } from 'class-validator';
import { Payload } from '../kit/error/user-error.type.js';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';

export const DelegationScopeEnum = { ALL: 'all', PROPOSAL: 'proposal' } as const;

registerEnumType(DelegationScopeEnum, {
  name: 'DelegationScope',
  description: 'What somebody votes for another on. The narrower goes before.',
  valuesMap: {
    ALL: { description: 'Every vote whose policy lets them, but for those in the narrower ones.' },
    PROPOSAL: { description: 'One proposal.' },
  },
});

export const DelegationUseEnum = {
  OVERRIDDEN: 'overridden',
  SEALED: 'sealed',
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
    SEALED: { description: 'The vote is secret until it is over: so is this.' },
    WAITING: { description: 'Nobody to whom it leads has voted yet.' },
    WOULD_COUNT: {
      description:
        'If the vote ended now one’s ballot would say `markJson`, unless who cast it votes for ' +
        'more others than the policy allows, and those gave theirs earlier.',
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
}

@InputType({ description: 'Who is to vote for the viewer where they do not vote themselves.' })
export class DelegationGiveInput {
  @Field(() => ID, { description: 'Who votes.' })
  @IsString()
  @MaxLength(200)
  delegateId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'On this proposal alone; on every one when left out.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  proposalId?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it ends by itself; until it is revoked, if left out.',
  })
  @IsOptional()
  @IsDate()
  expiresAt?: Date | null;
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
  const { scopeKind: scope, givenAt, expiresAt } = row;
  return { row, id: toGlobalId('Delegation', row.id), scope, givenAt, expiresAt };
}

export function toViewerDelegation(row: OwnDelegation): ViewerDelegationType {
  const { use, mark } = row;
  return { row, use, markJson: mark === null ? null : canonicalJson(mark) };
}
