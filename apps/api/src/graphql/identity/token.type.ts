import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ApiKeyRow, PersonalTokenRow } from '@rochdale/identity';
import { toGlobalId } from '../kit/node/global-id.js';

@ObjectType('PersonalToken', { description: 'A token for one’s own programs.' })
export class PersonalTokenType {
  @Field(() => ID, { description: 'The id of the token.' })
  id!: string;

  @Field(() => String, { description: 'What one calls it.' })
  name!: string;

  @Field(() => String, { description: 'How the secret begins, to tell tokens apart.' })
  hint!: string;

  @Field(() => [String], { description: 'What it may be used for.' })
  scopes!: readonly string[];

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it ends by itself.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, roughly.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;
}

@ObjectType('ApiKey', { description: 'A key of a partner’s machines.' })
export class ApiKeyType {
  @Field(() => ID, { description: 'The id of the key.' })
  id!: string;

  @Field(() => ID, { description: 'The partner that holds it.' })
  partnerId!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'How the secret begins, to tell keys apart.' })
  hint!: string;

  @Field(() => [String], { description: 'What it may be used for.' })
  scopes!: readonly string[];

  @Field(() => Date, { description: 'When it was issued.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself.' })
  expiresAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was last used, roughly.' })
  lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The key that took its place.' })
  replacedBy!: string | null;
}

export function toPersonalToken(row: PersonalTokenRow): PersonalTokenType {
  return { ...row, id: toGlobalId('PersonalToken', row.id) };
}

export function toApiKey(row: ApiKeyRow): ApiKeyType {
  const replacedBy = row.replacedBy === null ? null : toGlobalId('ApiKey', row.replacedBy);
  return {
    ...row,
    id: toGlobalId('ApiKey', row.id),
    partnerId: toGlobalId('Partner', row.partnerId),
    replacedBy,
  };
}
