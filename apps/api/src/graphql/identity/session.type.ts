import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { SessionRow } from '@rochdale/identity';
import { toGlobalId } from '../kit/node/global-id.js';

@ObjectType('Session', { description: 'A device on which one is signed in.' })
export class SessionType {
  @Field(() => ID, { description: 'The id of the session.' })
  id!: string;

  @Field(() => Date, { description: 'When it began.' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it ends if it is not used.' })
  expiresAt!: Date;

  @Field(() => String, { nullable: true, description: 'The network address it began from.' })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'What the browser says it is.' })
  userAgent!: string | null;
}

export function toSession(row: SessionRow): SessionType {
  return { ...row, id: toGlobalId('Session', row.id) };
}
