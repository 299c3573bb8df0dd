import { Field, ObjectType } from '@nestjs/graphql';
import type { Role } from '@rochdale/platform';
import { RoleEnum } from '../membership/role.type.js';
import { StandingEnum } from '../membership/standing.type.js';

@ObjectType('Account', { description: 'One’s own account. Nobody else ever sees it.' })
export class AccountType {
  @Field(() => String, { description: 'The name given at sign-up.' })
  name!: string;

  @Field(() => String, { description: 'The address that letters go to.' })
  email!: string;

  @Field(() => Boolean, { description: 'Whether the address was confirmed.' })
  emailVerified!: boolean;

  @Field(() => Boolean, { description: 'Whether signing in asks for a second factor.' })
  twoFactorEnabled!: boolean;
}

@ObjectType('Viewer', { description: 'Who asks, as the co-operative of the request knows them.' })
export class ViewerType {
  @Field(() => String, { description: 'Anonymous, account or partner.' })
  kind!: string;

  @Field(() => String, {
    description: 'Through what: none, session, personal-token or api-key.',
  })
  via!: string;

  @Field(() => StandingEnum, { nullable: true, description: 'Where one stands here.' })
  standing!: string | null;

  @Field(() => [RoleEnum], { description: 'Offices that one holds now.' })
  roles!: Role[];

  @Field(() => [String], {
    description: 'What one may do here: the names of permissions, in order.',
  })
  permissions!: string[];
}
