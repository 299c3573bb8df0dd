import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { ApiKeyType, PersonalTokenType } from './token.type.js';

@ObjectType({ description: 'A session that was ended.' })
export class SessionRevokePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The session.' })
  sessionId?: string | null;
}

@ObjectType({ description: 'Sessions that were ended.' })
export class SessionRevokeAllPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many.' })
  revoked?: number | null;
}

@ObjectType({ description: 'One’s own account, which is no more.' })
export class AccountErasePayload extends Payload {
  @Field(() => Boolean, { nullable: true, description: 'That it is erased.' })
  isErased?: boolean | null;
}

@ObjectType({ description: 'A new personal token.' })
export class PersonalTokenCreatePayload extends Payload {
  @Field(() => PersonalTokenType, { nullable: true, description: 'The token.' })
  personalToken?: PersonalTokenType | null;

  @Field(() => String, { nullable: true, description: 'Its secret. It is shown this once.' })
  secret?: string | null;
}

@ObjectType({ description: 'A personal token, after a change.' })
export class PersonalTokenPayload extends Payload {
  @Field(() => PersonalTokenType, { nullable: true, description: 'The token.' })
  personalToken?: PersonalTokenType | null;
}

@ObjectType({ description: 'A new key of a partner.' })
export class ApiKeySecretPayload extends Payload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The new key.' })
  apiKey?: ApiKeyType | null;

  @Field(() => ApiKeyType, { nullable: true, description: 'After a rotation: the old key.' })
  replaced?: ApiKeyType | null;

  @Field(() => String, { nullable: true, description: 'Its secret. It is shown this once.' })
  secret?: string | null;
}

@ObjectType({ description: 'A key of a partner, after a change.' })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The key.' })
  apiKey?: ApiKeyType | null;
}
