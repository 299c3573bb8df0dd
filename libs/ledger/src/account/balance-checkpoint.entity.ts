import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AccountEntity } from './account.entity.js';

const key = { primaryKeyConstraintName: 'balance_checkpoints_pk' } as const;

/**
 * What the postings of an account come to that stand before this key in its statement. Written by
 * `ledger.keep_checkpoints`, kept right by postings that come late.
 */
@Entity({ schema: 'ledger', name: 'balance_checkpoints' })
@ForeignKey(
  () => AccountEntity,
  ['accountId', 'cooperativeId', 'currency'],
  ['id', 'cooperativeId', 'currency'],
  { name: 'balance_checkpoints_account_fk' },
)
export class BalanceCheckpointEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid', ...key })
  accountId!: string;

  @PrimaryColumn({ name: 'effective_at', type: 'timestamptz', ...key })
  effectiveAt!: Date;

  @PrimaryColumn({ type: 'bigint', ...key })
  sequence!: bigint;

  @PrimaryColumn({ type: 'integer', ...key })
  position!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'balance_minor', type: 'numeric' })
  balanceMinor!: string;

  @Column({ name: 'debited_minor', type: 'numeric' })
  debitedMinor!: string;
}
