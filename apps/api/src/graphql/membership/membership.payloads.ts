import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { ApplicationType } from './application.type.js';
import { CooperativeType, MemberClassType } from './cooperative.type.js';
import { MemberType } from './member.type.js';
import { RoleTermType } from './role.type.js';

@ObjectType({ description: 'An application, after it was made or decided.' })
export class ApplicationPayload extends Payload {
  @Field(() => ApplicationType, { nullable: true, description: 'The application.' })
  application?: ApplicationType | null;

  @Field(() => MemberType, { nullable: true, description: 'The applicant.' })
  member?: MemberType | null;
}

@ObjectType({ description: 'A member, after a change.' })
export class MemberPayload extends Payload {
  @Field(() => MemberType, { nullable: true, description: 'The member.' })
  member?: MemberType | null;
}

@ObjectType({ description: 'A term of office, after a change.' })
export class RoleTermPayload extends Payload {
  @Field(() => RoleTermType, { nullable: true, description: 'The term.' })
  roleTerm?: RoleTermType | null;
}

@ObjectType({ description: 'A co-operative, after a change.' })
export class CooperativePayload extends Payload {
  @Field(() => CooperativeType, { nullable: true, description: 'The co-operative.' })
  cooperative?: CooperativeType | null;
}

@ObjectType({ description: 'A class of members, after a change.' })
export class MemberClassPayload extends Payload {
  @Field(() => MemberClassType, { nullable: true, description: 'The class.' })
  memberClass?: MemberClassType | null;
}
