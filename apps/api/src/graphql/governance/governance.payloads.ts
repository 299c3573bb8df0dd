import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { DecisionPolicyType } from './policy.type.js';
import { BallotType, ProposalType } from './proposal.type.js';

@ObjectType({ description: 'A proposal after a change, or why it was not changed.' })
export class ProposalPayload extends Payload {
  @Field(() => ProposalType, { nullable: true, description: 'The proposal.' })
  proposal?: ProposalType | null;
}

@ObjectType({ description: 'The ballot that was cast, or why it was not.' })
export class BallotCastPayload extends Payload {
  /** For the resolver of the proposal; not part of the schema. */
  proposalId?: string;

  @Field(() => BallotType, {
    nullable: true,
    description: 'The ballot; null in a detached vote, where it is nobody’s from now on.',
  })
  ballot?: BallotType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the voter keeps, and finds in the list of a decided vote: see `ballotReceipt`. In a ' +
      'detached vote it is kept nowhere with the voter or their ballot, and never shown again.',
  })
  receipt?: string | null;
}

@ObjectType({ description: 'What became of a ballot that was taken back, or why it stands.' })
export class BallotTakeBackPayload extends Payload {
  /** For the resolver of the proposal; not part of the schema. */
  proposalId?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The receipt of the ballot that counts no more: once the vote is decided, `ballotReceipt` ' +
      'says of it that it was taken back.',
  })
  receipt?: string | null;
}

@ObjectType({ description: 'The policies in force after a change, or why it was not made.' })
export class PoliciesPayload extends Payload {
  @Field(() => [DecisionPolicyType], { nullable: true, description: 'All policies in force.' })
  policies?: DecisionPolicyType[] | null;
}
