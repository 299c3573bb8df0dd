import { Field, ID, ObjectType } from '@nestjs/graphql';
import { isId } from '@rochdale/platform';
import type { AuditEntry, LookedAt } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';

@ObjectType('AuditEntry', {
  description:
    'Something that happened: who, what, when, through what. What is between a person and those ' +
    'who keep their money is told whole to these alone: to other readers who ask for its type it ' +
    'is about nobody, by nobody, without data, and of a day that is over.',
})
export class AuditEntryType {
  /** For resolvers; not part of the schema. */
  row!: AuditEntry;

  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What happened: room and fact.' })
  type!: string;

  @Field(() => String, { description: 'What sort of thing it happened to.' })
  subjectKind!: string;

  @Field(() => String, { description: 'Who may read it in feeds: public, members or private.' })
  visibility!: string;

  @Field(() => String, { description: 'Whether a person, a partner or the service did it.' })
  actorKind!: string;

  @Field(() => ID, { nullable: true, description: 'The partner who did it.' })
  partnerId!: string | null;

  @Field(() => String, { description: 'Through what: session, token, key, job or command line.' })
  via!: string;

  @Field(() => String, {
    description:
      'The request, as the log and its answer call it, or the job, as `jobs` does. Empty where ' +
      'it is not told.',
  })
  requestId!: string;

  @Field(() => Date, {
    description: 'When it happened; the day, from midnight UTC, where no more is told.',
  })
  occurredAt!: Date;
}

export const AuditEntryConnection = connectionOf('AuditEntry', AuditEntryType);

/** What of a member facts of that type tell; null where it is nothing of dues. */
export function whatOfFacts(type: string): LookedAt | null {
  if (!type.startsWith('dues.')) return null;
  return type === 'dues.WaiverChanged' ? 'waiver' : 'invoice';
}

/** A job's id is a key, and a clock as all keys are; so were requests' ids of before. */
function toldRequest(requestId: string): string {
  const isKey = isId(requestId) && requestId[14] === '7';
  return isKey ? toGlobalId('Job', requestId) : requestId;
}

export function toAuditEntry(entry: AuditEntry): AuditEntryType {
  const { type, subjectKind, visibility, actorKind, partnerId } = entry;
  return {
    row: entry,
    id: toGlobalId('AuditEntry', entry.id),
    type,
    subjectKind,
    visibility,
    actorKind,
    partnerId: partnerId === null ? null : toGlobalId('Partner', partnerId),
    via: entry.via,
    requestId: toldRequest(entry.requestId ?? ''),
    occurredAt: entry.occurredAt,
  };
}
