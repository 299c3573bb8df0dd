import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { TransactionEntity } from './transaction.entity.js';

@Entity({ schema: 'ledger', name: 'postings' })
@ForeignKey(
  () => TransactionEntity,
  ['transactionId', 'cooperativeId', 'effectiveAt'],
  ['id', 'cooperativeId', 'effectiveAt'],
  { name: 'postings_transaction_fkey' },
)
@ForeignKey(
  () => AccountEntity,
  ['accountId', 'cooperativeId', 'currency'],
  ['id', 'cooperativeId', 'currency'],
  { name: 'postings_account_fkey' },
)
@Check(
  'postings_amount_check',
  `amount_minor <> 0 AND amount_minor <> '-9223372036854775808'::bigint`,
)
@Check('postings_position_check', `position >= 1`)
@Check('postings_memo_check', `length(memo) BETWEEN 1 AND 500`)
@Index('postings_by_account', ['accountId', 'effectiveAt', 'sequence', 'position'])
export class PostingEntity {
  @PrimaryColumn({
    name: 'transaction_id',
    type: 'uuid',
    primaryKeyConstraintName: 'postings_pkey',
  })
  transactionId!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'postings_pkey' })
  position!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'effective_at', type: 'timestamptz' })
  effectiveAt!: Date;

  /** Its transaction's place in the order of the books. */
  @Column({ type: 'bigint' })
  sequence!: bigint;

  @Column({ type: 'text', nullable: true })
  memo!: string | null;
}
