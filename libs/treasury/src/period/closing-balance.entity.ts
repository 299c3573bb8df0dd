import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AccountingPeriodEntity } from './accounting-period.entity.js';

@Entity({ schema: 'treasury', name: 'closing_balances' })
@ForeignKey(() => AccountingPeriodEntity, ['periodId', 'cooperativeId'], ['id', 'cooperativeId'], {
  name: 'closing_balances_period_fkey',
})
export class ClosingBalanceEntity {
  @PrimaryColumn({
    name: 'period_id',
    type: 'uuid',
    primaryKeyConstraintName: 'closing_balances_pkey',
  })
  periodId!: string;

  @PrimaryColumn({
    name: 'account_id',
    type: 'uuid',
    primaryKeyConstraintName: 'closing_balances_pkey',
  })
  accountId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'balance_minor', type: 'bigint' })
  balanceMinor!: bigint;
}
