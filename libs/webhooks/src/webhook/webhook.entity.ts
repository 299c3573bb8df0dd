import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'notifications', name: 'webhook_endpoints' })
@Check('webhook_endpoints_failures_check', 'failures >= 0')
@Index('webhook_endpoints_active', ['cooperativeId'], { where: '(removed_at IS NULL)' })
export class WebhookEndpointEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'webhook_endpoints_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'text', array: true })
  types!: string[];

  @Column({ name: 'secret_sealed', type: 'bytea' })
  secretSealed!: Buffer;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt!: Date | null;

  /** Tries in a row that it did not take, those made at the same time as one. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  /** It is not asked before. */
  @Column({ name: 'quiet_until', type: 'timestamptz', nullable: true })
  quietUntil!: Date | null;

  /** When the last of those that wait for it is woken. */
  @Column({ name: 'wakes_until', type: 'timestamptz', nullable: true })
  wakesUntil!: Date | null;
}

@Entity({ schema: 'notifications', name: 'webhook_deliveries' })
@Check('webhook_deliveries_state_check', `state in ('queued', 'delivered', 'given-up', 'dropped')`)
@Unique('webhook_deliveries_once', ['endpointId', 'factId'])
@Index('webhook_deliveries_by_time', ['cooperativeId', 'createdAt', 'id'])
@Index('webhook_deliveries_by_state', ['cooperativeId', 'state', 'createdAt', 'id'])
@Index('webhook_deliveries_by_endpoint', ['cooperativeId', 'endpointId', 'createdAt', 'id'])
@Index('webhook_deliveries_by_endpoint_state', [
  'cooperativeId',
  'endpointId',
  'state',
  'createdAt',
  'id',
])
export class WebhookDeliveryEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'webhook_deliveries_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => WebhookEndpointEntity, { name: 'webhook_deliveries_endpoint_fk' })
  @Column({ name: 'endpoint_id', type: 'uuid' })
  endpointId!: string;

  @Column({ name: 'fact_id', type: 'uuid' })
  factId!: string;

  @Column({ type: 'text', default: 'queued' })
  state!: 'queued' | 'delivered' | 'given-up' | 'dropped';

  @Column({ name: 'last_status', type: 'integer', nullable: true })
  lastStatus!: number | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'delivered_at', type: 'timestamptz', nullable: true })
  deliveredAt!: Date | null;

  /** How often the receiver was asked; null where that was not counted yet. */
  @Column({ type: 'integer', nullable: true, default: 0 })
  attempts!: number | null;

  /** When it was asked last. */
  @Column({ name: 'tried_at', type: 'timestamptz', nullable: true })
  triedAt!: Date | null;

  /** When somebody asked for it again; null since it was made. */
  @Column({ name: 'queued_at', type: 'timestamptz', nullable: true })
  queuedAt!: Date | null;
}
