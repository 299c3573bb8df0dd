import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'partners', name: 'usage_events' })
@Check('usage_events_quantity', 'quantity >= 0')
@Index('usage_events_waiting', ['cooperativeId', 'occurredAt'], { where: '(period_id IS NULL)' })
@Index('usage_events_by_period', ['periodId', 'partnerId'], { where: '(period_id IS NOT NULL)' })
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

  @Column({ name: 'meter_key', type: 'text' })
  meterKey!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'numeric' })
  quantity!: string;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ name: 'period_id', type: 'uuid', nullable: true })
  periodId!: string | null;
}
