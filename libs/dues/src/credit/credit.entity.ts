import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a member has with the co-operative: paid too much, or for what is not asked any more. */
@Entity({ schema: 'dues', name: 'credits' })
@Check('credits_balance_check', 'balance_minor >= 0')
export class CreditEntity {
  @PrimaryColumn({ name: 'cooperative_id', type: 'uuid', primaryKeyConstraintName: 'credits_pk' })
  cooperativeId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'credits_pk' })
  memberId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'credits_pk' })
  currency!: string;

  @Column({ name: 'balance_minor', type: 'bigint' })
  balanceMinor!: bigint;
}

/**
 * Why credit came or went: a line brought more than was asked, a line was returned or a match
 * undone, an invoice was credited, it was set off against an invoice, asked to be paid out, or that
 * came to nothing; it was given to the co-operative, or nobody is there any more to get it.
 */
export type CreditKind =
  | 'line'
  | 'return'
  | 'undo'
  | 'credited'
  | 'set-off'
  | 'refund'
  | 'refund-failed'
  | 'waived'
  | 'unclaimed';

/** One movement of a member's credit; negative is what went. */
@Entity({ schema: 'dues', name: 'credit_entries' })
@Check('credit_entries_amount_check', 'amount_minor <> 0')
@Check(
  'credit_entries_kind_check',
  `kind in ('line', 'return', 'undo', 'credited', 'set-off', 'refund', 'refund-failed', ` +
    `'waived', 'unclaimed')`,
)
@Check(
  'credit_entries_line_check',
  `(bank_line_id is not null) = (kind in ('line', 'return', 'undo'))`,
)
@Check('credit_entries_returns_check', `returns_line_id is null or kind in ('return', 'undo')`)
@Check(
  'credit_entries_refund_check',
  `(refund_id is not null) = (kind in ('refund', 'refund-failed'))`,
)
@Index('credit_entries_by_member', ['cooperativeId', 'memberId', 'id'])
@Index('credit_entries_by_line', ['cooperativeId', 'bankLineId'], {
  where: '(bank_line_id IS NOT NULL)',
})
@Index('credit_entries_by_returned_line', ['cooperativeId', 'returnsLineId'], {
  where: '(returns_line_id IS NOT NULL)',
})
export class CreditEntryEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'credit_entries_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'text' })
  kind!: CreditKind;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'bank_line_id', type: 'uuid', nullable: true })
  bankLineId!: string | null;

  @Column({ name: 'returns_line_id', type: 'uuid', nullable: true })
  returnsLineId!: string | null;

  @Column({ name: 'refund_id', type: 'uuid', nullable: true })
  refundId!: string | null;

  /** What posted it; null for what only waits to be paid out. */
  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  /** Why it was given away, for its member and clerks; null where nobody says a reason. */
  @Column({ type: 'text', nullable: true })
  because!: string | null;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
