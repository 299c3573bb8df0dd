import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How an account came to a part of a line: by the line, by its return, by undoing either. */
export type AccountPartKind = 'line' | 'return' | 'undo';

/**
 * What of a shared line went to an account of the books that is no member's: a gift beside the
 * dues. Negative is what was taken back.
 */
@Entity({ schema: 'dues', name: 'account_parts' })
@Check('account_parts_amount_check', 'amount_minor <> 0')
@Check('account_parts_kind_check', `kind in ('line', 'return', 'undo')`)
@Check('account_parts_returns_check', `returns_line_id is null or kind in ('return', 'undo')`)
@Index('account_parts_by_line', ['cooperativeId', 'bankLineId'])
@Index('account_parts_by_returned_line', ['cooperativeId', 'returnsLineId'], {
  where: '(returns_line_id IS NOT NULL)',
})
export class AccountPartEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'account_parts_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  kind!: AccountPartKind;

  /** The line that brought it or took it back. */
  @Column({ name: 'bank_line_id', type: 'uuid' })
  bankLineId!: string;

  /** The line that this one brought back. */
  @Column({ name: 'returns_line_id', type: 'uuid', nullable: true })
  returnsLineId!: string | null;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'transaction_id', type: 'uuid' })
  transactionId!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
