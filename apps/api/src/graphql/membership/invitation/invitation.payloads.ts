import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../kit/error/user-error.type.js';
import { CooperativeType } from '../cooperative.type.js';
import { InvitationType } from './invitation.type.js';

@ObjectType({ description: 'An invitation, after a change.' })
export class InvitationPayload extends Payload {
  @Field(() => InvitationType, { nullable: true, description: 'The invitation.' })
  invitation?: InvitationType | null;
}

@ObjectType({ description: 'Who became a member by an invitation, and where.' })
export class InvitationAcceptPayload extends Payload {
  @Field(() => CooperativeType, { nullable: true, description: 'The co-operative.' })
  cooperative?: CooperativeType | null;
}
