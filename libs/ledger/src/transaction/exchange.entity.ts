import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TransactionEntity } from './transaction.entity.js';

@Entity({ schema: 'ledger', name: 'exchanges' })
@ForeignKey(() => TransactionEntity, ['transactionId'], ['id'], {
  name: 'exchanges_transaction_fkey',
})
@Check(
  'exchanges_amounts_check',
  `sold_minor > 0 AND bought_minor > 0 AND rate > 0 AND sold_currency <> bought_currency`,
)
@Check('exchanges_rate_source_check', `length(rate_source) BETWEEN 1 AND 200`)
export class ExchangeEntity {
  @PrimaryColumn({
    name: 'transaction_id',
    type: 'uuid',
    primaryKeyConstraintName: 'exchanges_pkey',
  })
  transactionId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'sold_minor', type: 'bigint' })
  soldMinor!: bigint;

  @Column({ name: 'sold_currency', type: 'text' })
  soldCurrency!: string;

  @Column({ name: 'bought_minor', type: 'bigint' })
  boughtMinor!: bigint;

  @Column({ name: 'bought_currency', type: 'text' })
  boughtCurrency!: string;

  @Column({ type: 'numeric' })
  rate!: string;

  @Column({ name: 'rate_source', type: 'text' })
  rateSource!: string;
}
