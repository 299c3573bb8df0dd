import type { CsvMapping } from '@rochdale/bank-formats';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** How a treasurer reads a bank's CSV export. */
@Entity({ schema: 'payments', name: 'csv_profiles' })
@Check('csv_profiles_name_check', `name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(name) <= 60`)
@Unique('csv_profiles_name_unique', ['cooperativeId', 'name'])
export class CsvProfileEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'csv_profiles_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'jsonb' })
  mapping!: CsvMapping;

  /** Whether days that could be read both ways have the month first. */
  @Column({ name: 'month_first', type: 'boolean', default: false })
  monthFirst!: boolean;

  @Column({ name: 'saved_by_account_id', type: 'uuid', nullable: true })
  savedByAccountId!: string | null;

  @Column({ name: 'saved_at', type: 'timestamptz' })
  savedAt!: Date;
}
