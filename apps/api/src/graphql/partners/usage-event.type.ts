import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { UsageEventKind, UsageEventView } from '@rochdale/partners';
import type { OwnIdAudience } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { SpanInput } from '../kit/list/span.inputs.js';
import { toGlobalId, toMemberId } from '../kit/node/global-id.js';
import { DecimalScalar } from '../kit/value/scalars.js';

export const UsageEventKindEnum = { RETRACTION: 'retraction', USE: 'use' } as const;

registerEnumType(UsageEventKindEnum, {
  name: 'UsageEventKind',
  description: 'What an event says.',
  valuesMap: {
    RETRACTION: { description: 'That another event does not count.' },
    USE: { description: 'What a member used.' },
  },
});

@ObjectType('UsageEventKey', { description: 'What a partner names one of its events by.' })
export class UsageEventKeyType {
  @Field(() => String, { description: 'Where it comes from.' })
  source!: string;

  @Field(() => String, { description: 'Its id there, as the partner gave it.' })
  eventId!: string;
}

@ObjectType('UsageEvent', {
  description: 'What a partner reported and was accepted. For the partner alone.',
})
export class UsageEventType extends UsageEventKeyType {
  @Field(() => UsageEventKindEnum, { description: 'What it says.' })
  kind!: UsageEventKind;

  @Field(() => String, { nullable: true, description: 'The meter’s key; null in a retraction.' })
  meterKey!: string | null;

  @Field(() => ID, { nullable: true, description: 'The member who used it.' })
  memberId!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'How much, in the meter’s unit.' })
  quantity!: string | null;

  @Field(() => UsageEventKeyType, { nullable: true, description: 'The event that it calls off.' })
  retracts!: UsageEventKeyType | null;

  @Field(() => UsageEventKeyType, {
    nullable: true,
    description: 'The event that calls it off; null when it counts.',
  })
  retractedBy!: UsageEventKeyType | null;

  @Field(() => Date, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => Date, { description: 'When it was reported.' })
  receivedAt!: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'The closed period that it went into; null while it waits.',
  })
  periodId!: string | null;
}

export const UsageEventConnection = connectionOf('UsageEvent', UsageEventType);

@InputType({ description: 'What a partner named one of its events by.' })
export class UsageEventKeyInput {
  @Field(() => String, { description: 'Where it comes from.' })
  @IsString()
  @MaxLength(200)
  source!: string;

  @Field(() => String, { description: 'Its id there.' })
  @IsString()
  @MaxLength(200)
  eventId!: string;
}

@InputType({
  description: 'Which events to show, by when they were reported. All of it has to hold.',
})
export class UsageEventFilterInput extends SpanInput {
  @Field(() => UsageEventKindEnum, { nullable: true, description: 'That say this.' })
  @IsOptional()
  @IsEnum(UsageEventKindEnum)
  kind?: UsageEventKind | null;

  @Field(() => ID, { nullable: true, description: 'That went into this closed period.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  periodId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of the meter with this key; with `periodId` only.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  meterKey?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this member; with `periodId` only.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  memberId?: string | null;

  @Field(() => UsageEventKeyInput, { nullable: true, description: 'This one.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => UsageEventKeyInput)
  event?: UsageEventKeyInput | null;
}

const keyOf = (source: string | null, eventId: string | null): UsageEventKeyType | null =>
  source === null || eventId === null ? null : { source, eventId };

export function toUsageEvent(row: UsageEventView, audience: OwnIdAudience): UsageEventType {
  const { source, eventId, meterKey, memberId, quantity, occurredAt, receivedAt, periodId } = row;
  const [bySource = null, byId = null] = row.retractedBy ?? [];
  const retracts = keyOf(row.retractedSource, row.retractedEventId);
  return {
    source,
    eventId,
    kind: retracts === null ? 'use' : 'retraction',
    meterKey,
    memberId: memberId === null ? null : toMemberId(memberId, audience),
    quantity,
    retracts,
    retractedBy: keyOf(bySource, byId),
    occurredAt,
    receivedAt,
    periodId: periodId === null ? null : toGlobalId('UsagePeriod', periodId),
  };
}
