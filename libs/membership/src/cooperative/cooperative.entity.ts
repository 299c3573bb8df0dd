import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { CooperativeSettings } from './cooperative.js';

@Entity({ schema: 'membership', name: 'cooperatives' })
@Unique('cooperatives_slug_key', ['slug'])
@Check(
  'cooperatives_slug_check',
  `slug ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(slug) BETWEEN 2 AND 63`,
)
@Check('cooperatives_name_check', `length(name) BETWEEN 1 AND 200`)
@Check('cooperatives_currency_check', `currency ~ '^[A-Z]{3}$'`)
export class CooperativeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'cooperatives_pkey' })
  id!: string;

  @Column({ type: 'text' })
  slug!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'time_zone', type: 'text' })
  timeZone!: string;

  @Column({ type: 'jsonb', default: {} })
  settings!: CooperativeSettings;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
