import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';

@Entity({ schema: 'payments', name: 'bank_lines' })
@Check('bank_lines_amount_not_zero', 'amount_minor <> 0')
@Check('bank_lines_state_known', `state in ('new', 'flagged', 'matched', 'unclear', 'repeated')`)
@Check(
  'bank_lines_doubt_check',
  `(state <> 'unclear' or doubt is not null) and ` +
    `(state <> 'repeated' or rival_line_id is not null)`,
)
@Check(
  'bank_lines_match_whole',
  `(state = 'matched') = (matched_kind is not null and matched_id is not null ` +
    `and matched_because is not null and transaction_id is not null)`,
)
@Check(
  'bank_lines_lock_check',
  `locked_because is null or locked_at is not null and ` +
    `locked_because in ('booked', 'repeats', 'account', 'words')`,
)
@Check('bank_lines_undone_check', 'matches_undone >= 0')
@Check('bank_lines_origin_check', '(statement_id is null) <> (source is null)')
@Unique('bank_lines_identity_unique', ['cooperativeId', 'bankAccountId', 'identity'])
@Index('bank_lines_transaction_unique', ['transactionId'], {
  unique: true,
  where: '(transaction_id IS NOT NULL)',
})
@Index('bank_lines_by_date', ['cooperativeId', 'bookingDate', 'id'])
@Index('bank_lines_by_account', ['cooperativeId', 'bankAccountId', 'bookingDate', 'id'])
@Index('bank_lines_by_amount', ['cooperativeId', 'currency', 'amountMinor', 'id'])
@Index('bank_lines_by_amount_of_state', ['cooperativeId', 'state', 'currency', 'amountMinor', 'id'])
@Index('bank_lines_by_amount_of_account', [
  'cooperativeId',
  'bankAccountId',
  'currency',
  'amountMinor',
  'id',
])
@Index('bank_lines_by_rival', ['rivalLineId'], { where: '(rival_line_id IS NOT NULL)' })
@Index('bank_lines_by_state', ['cooperativeId', 'state', 'bookingDate', 'id'])
@Index('bank_lines_by_counterparty', ['cooperativeId', 'counterpartyAccount'], {
  where: '(counterparty_account IS NOT NULL)',
})
@Index('bank_lines_by_end_to_end_id', ['cooperativeId', 'endToEndId'], {
  where: '(end_to_end_id IS NOT NULL)',
})
// By an expression, which mappings have no words for: see its migration.
@Index('bank_lines_by_entry', ['cooperativeId', 'entryId'])
@Index('bank_lines_open', ['cooperativeId', 'statementId'], { where: `(state <> 'matched'::text)` })
export class BankLineEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'bank_lines_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => BankAccountEntity, { name: 'bank_lines_account_fk' })
  @Column({ name: 'bank_account_id', type: 'uuid' })
  bankAccountId!: string;

  // By its name: statements know their lines, not the other way round.
  @ForeignKey('BankStatementEntity', { name: 'bank_lines_statement_fk' })
  @Column({ name: 'statement_id', type: 'uuid', nullable: true })
  statementId!: string | null;

  /** The name of the source of money that told it; null when a statement brought it. */
  @Column({ type: 'text', nullable: true })
  source!: string | null;

  @Column({ type: 'text' })
  identity!: string;

  @Column({ name: 'booking_date', type: 'date' })
  bookingDate!: string;

  @Column({ name: 'value_date', type: 'date', nullable: true })
  valueDate!: string | null;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'boolean' })
  reversal!: boolean;

  @Column({ name: 'end_to_end_id', type: 'text', nullable: true })
  endToEndId!: string | null;

  @Column({ name: 'bank_reference', type: 'text', nullable: true })
  bankReference!: string | null;

  @Column({ name: 'counterparty_name', type: 'text', nullable: true })
  counterpartyName!: string | null;

  @Column({ name: 'counterparty_account', type: 'text', nullable: true })
  counterpartyAccount!: string | null;

  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ name: 'free_text', type: 'text', nullable: true })
  freeText!: string | null;

  @Column({ type: 'jsonb' })
  raw!: object;

  @Column({ type: 'text' })
  state!: 'new' | 'flagged' | 'matched' | 'unclear' | 'repeated';

  /** Lines of one entry, a batch's parts, share it; one that is an entry of its own has its id. */
  @Column({ name: 'entry_id', type: 'uuid' })
  entryId!: string;

  /** Why it waits for a person to say whether it is another line than the one known. */
  @Column({ type: 'text', nullable: true })
  doubt!: string | null;

  /** The line that it may be, or is. */
  @ForeignKey('BankLineEntity', { name: 'bank_lines_rival_fk' })
  @Column({ name: 'rival_line_id', type: 'uuid', nullable: true })
  rivalLineId!: string | null;

  @Column({ name: 'matched_kind', type: 'text', nullable: true })
  matchedKind!: string | null;

  @Column({ name: 'matched_id', type: 'uuid', nullable: true })
  matchedId!: string | null;

  @Column({ name: 'matched_because', type: 'text', nullable: true })
  matchedBecause!: string | null;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'matched_at', type: 'timestamptz', nullable: true })
  matchedAt!: Date | null;

  /** How often somebody undid what it had been taken for. */
  @Column({ name: 'matches_undone', type: 'integer', default: 0 })
  matchesUndone!: number;

  /** Since when no clerk reads what it says of its payer, or payee, who was erased. */
  @Column({ name: 'locked_at', type: 'timestamptz', nullable: true })
  lockedAt!: Date | null;

  /**
   * What locked it: that it was booked for them, or tells such a line again; their account, or its
   * own words. Null where it was locked before that was noted: nothing takes such a lock off.
   */
  @Column({ name: 'locked_because', type: 'text', nullable: true })
  lockedBecause!: 'booked' | 'repeats' | 'account' | 'words' | null;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
