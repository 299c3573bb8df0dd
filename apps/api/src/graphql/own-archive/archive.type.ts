import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ArchiveRow } from '@rochdale/membership';
import { Payload } from '../kit/error/user-error.type.js';

export const OwnArchiveStateEnum = {
  ASKED: 'asked',
  READY: 'ready',
  FETCHED: 'fetched',
  OVER: 'over',
  FAILED: 'failed',
} as const;

registerEnumType(OwnArchiveStateEnum, {
  name: 'OwnArchiveState',
  description: 'What became of an archive that a person asked for.',
  valuesMap: {
    ASKED: { description: 'It is being made.' },
    READY: { description: 'It can be fetched, once.' },
    FETCHED: { description: 'It was fetched, and is gone.' },
    OVER: { description: 'Nobody fetched it in time, and it is gone.' },
    FAILED: { description: 'It could not be made. Ask again.' },
  },
});

@ObjectType('OwnArchive', {
  description: 'An archive of everything that is kept about oneself here.',
})
export class OwnArchiveType {
  @Field(() => OwnArchiveStateEnum, { description: 'What became of it.' })
  state!: ArchiveRow['state'];

  @Field(() => Date, { description: 'When it was asked for.' })
  askedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was ready.' })
  readyAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when it can be fetched.' })
  keptUntil!: Date | null;

  @Field(() => String, { nullable: true, description: 'How large it is, in bytes.' })
  sizeBytes!: string | null;
}

@ObjectType({ description: 'The archive that was asked for.' })
export class OwnArchiveRequestPayload extends Payload {
  @Field(() => OwnArchiveType, { nullable: true, description: 'The archive.' })
  ownArchive?: OwnArchiveType | null;
}

@ObjectType({ description: 'What opens an archive once.' })
export class OwnArchiveTicketIssuePayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'For `GET /own-archive?ticket=…`. It is shown this once.',
  })
  ticket?: string | null;

  @Field(() => Date, { nullable: true, description: 'When it ends by itself.' })
  expiresAt?: Date | null;
}

export const toOwnArchive = ({ sizeBytes, ...row }: ArchiveRow): OwnArchiveType => ({
  state: row.state,
  askedAt: row.askedAt,
  readyAt: row.readyAt,
  keptUntil: row.keptUntil,
  sizeBytes: sizeBytes?.toString() ?? null,
});
