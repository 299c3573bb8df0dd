import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'partners', name: 'usage_events' })
@Check(
  'usage_events_kind_check',
  `case when retracted_event_id is null
    then retracted_source is null and num_nulls(meter_key, member_id, quantity) = 0
    else retracted_source is not null and num_nonnulls(meter_key, member_id, quantity) = 0
      and (retracted_source, retracted_event_id) <> (source, event_id) end`,
)
@Index('usage_events_waiting', ['cooperativeId', 'occurredAt'], { where: '(period_id IS NULL)' })
@Index('usage_events_of_member', ['cooperativeId', 'memberId'])
@Index('usage_events_by_receipt', ['cooperativeId', 'partnerId', 'receivedAt'])
@Index('usage_events_retractions', ['cooperativeId', 'partnerId', 'receivedAt'], {
  where: '(retracted_event_id IS NOT NULL)',
})
@Index('usage_events_by_period', ['periodId', 'partnerId', 'receivedAt'], {
  where: '(period_id IS NOT NULL)',
})
@Index('usage_events_by_member', ['periodId', 'partnerId', 'memberId', 'receivedAt'], {
  where: '(period_id IS NOT NULL)',
})
@Index('usage_events_by_meter', ['periodId', 'partnerId', 'meterKey', 'receivedAt'], {
  where: '(period_id IS NOT NULL)',
})
@Index(
  'usage_events_retracted_unique',
  ['cooperativeId', 'partnerId', 'retractedSource', 'retractedEventId'],
  { unique: true, where: '(retracted_event_id IS NOT NULL)' },
)
export class UsageEventEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'usage_events_pk',
  })
  cooperativeId!: string;

  @PrimaryColumn({ name: 'partner_id', type: 'uuid', primaryKeyConstraintName: 'usage_events_pk' })
  partnerId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'usage_events_pk' })
  source!: string;

  @PrimaryColumn({ name: 'event_id', type: 'text', primaryKeyConstraintName: 'usage_events_pk' })
  eventId!: string;

  @Column({ name: 'payload_hash', type: 'text' })
  payloadHash!: string;

  /** Null in a retraction, as are member and quantity: it uses nothing. */
  @Column({ name: 'meter_key', type: 'text', nullable: true })
  meterKey!: string | null;

  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  @Column({ type: 'numeric', nullable: true })
  quantity!: string | null;

  /** With its id, the event that this one retracts. */
  @Column({ name: 'retracted_source', type: 'text', nullable: true })
  retractedSource!: string | null;

  @Column({ name: 'retracted_event_id', type: 'text', nullable: true })
  retractedEventId!: string | null;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt!: Date;

  /** Events of one batch follow one another by a microsecond: the order of their list. */
  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ name: 'period_id', type: 'uuid', nullable: true })
  periodId!: string | null;
}
