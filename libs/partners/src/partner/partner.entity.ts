import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { MeterAggregation } from './meter-aggregation.js';

@Entity({ schema: 'partners', name: 'partners' })
@Unique('partners_name_unique', ['cooperativeId', 'name'])
export class PartnerEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'partners_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  website!: string | null;

  @Column({ name: 'agreed_on', type: 'date' })
  agreedOn!: string;

  @Column({ name: 'ended_on', type: 'date', nullable: true })
  endedOn!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

@Entity({ schema: 'partners', name: 'meters' })
@Check('meters_aggregation_known', `aggregation in ('sum', 'count', 'max', 'last', 'unique')`)
@Unique('meters_key_unique', ['cooperativeId', 'key'])
export class MeterEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'meters_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  unit!: string;

  @Column({ type: 'text' })
  aggregation!: MeterAggregation;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
