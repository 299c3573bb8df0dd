import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'treasury', name: 'accounting_periods' })
@Unique('accounting_periods_identity_key', ['id', 'cooperativeId'])
@Unique('accounting_periods_end_key', ['cooperativeId', 'endsOn'])
@Check('accounting_periods_order_check', `starts_on <= ends_on`)
export class AccountingPeriodEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'accounting_periods_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'starts_on', type: 'date', nullable: true })
  startsOn!: string | null;

  @Column({ name: 'ends_on', type: 'date' })
  endsOn!: string;

  @Column({ name: 'closed_at', type: 'timestamptz' })
  closedAt!: Date;

  @Column({ name: 'closed_by_account_id', type: 'uuid', nullable: true })
  closedByAccountId!: string | null;
}
