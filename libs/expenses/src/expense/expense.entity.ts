import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ApprovalBand } from '../rule/approval-rule.js';
import type { ExpenseStatus, Payee } from './expense.js';

@Entity({ schema: 'expenses', name: 'expenses' })
@Unique('expenses_transaction_unique', ['transactionId'])
@Unique('expenses_payout_unique', ['payoutId'])
@Check('expenses_status_check', `status <> ''`)
@Check('expenses_title_length', 'length(title) BETWEEN 1 AND 200')
@Check('expenses_payee_known', `payee_kind IN ('member', 'partner')`)
@Check('expenses_destination_whole', 'num_nonnulls(destination_id, destination_masked) <> 1')
@Check('expenses_currency_shape', `currency ~ '^[A-Z]{3}$'`)
@Check('expenses_amount_positive', 'amount_minor > 0')
@Check('expenses_terms_hash_hex', `terms_hash ~ '^[0-9a-f]{64}$'`)
@Check('expenses_texts_hash_check', `texts_hash ~ '^[0-9a-f]{64}$'`)
@Check('expenses_text_salt_check', `text_salt ~ '^[0-9a-f]{64}$'`)
@Check('expenses_submitted_whole', 'submitted_at IS NOT NULL AND band IS NOT NULL')
@Check('expenses_approved_check', 'approved_hash = terms_hash')
@Check('expenses_owed_check', 'payout_id IS NULL')
@Check('expenses_paid_has_time', `(status = 'paid') = (paid_at IS NOT NULL)`)
@Check('expenses_waived_check', `(status = 'waived') = (waived_at IS NOT NULL)`)
@Check('expenses_voided_check', `(status = 'voided') = (voided_at IS NOT NULL)`)
@Check('expenses_bill_check', `bill_hash ~ '^[0-9a-f]{64}$'`)
@Check('expenses_bill_freed_check', `status IN ('voided', 'rejected')`)
@Check('expenses_ended_check', `(status IN ('rejected', 'withdrawn')) = (ended_at IS NOT NULL)`)
@Index('expenses_by_time', ['cooperativeId', 'createdAt', 'id'])
@Index('expenses_by_submitter', ['cooperativeId', 'submitterMemberId', 'createdAt', 'id'])
@Index('expenses_by_status', ['cooperativeId', 'status', 'createdAt', 'id'])
@Index('expenses_by_amount', ['cooperativeId', 'currency', 'amountMinor', 'id'])
@Index('expenses_by_amount_of_status', ['cooperativeId', 'status', 'currency', 'amountMinor', 'id'])
@Index('expenses_bill_unique', ['cooperativeId', 'billPartnerId', 'billHash'], {
  unique: true,
  where:
    'bill_hash IS NOT NULL AND bill_freed_at IS NULL AND (status <> ALL ' +
    `(ARRAY['draft'::text, 'rejected'::text, 'withdrawn'::text]))`,
})
@Index('expenses_by_payee', ['cooperativeId', 'payeeId', 'createdAt', 'id'])
export class ExpenseEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'expenses_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ name: 'submitter_member_id', type: 'uuid' })
  submitterMemberId!: string;

  @Column({ name: 'payee_kind', type: 'text' })
  payeeKind!: Payee['kind'];

  @Column({ name: 'payee_id', type: 'uuid' })
  payeeId!: string;

  @Column({ name: 'destination_id', type: 'uuid', nullable: true })
  destinationId!: string | null;

  @Column({ name: 'destination_masked', type: 'text', nullable: true })
  destinationMasked!: string | null;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  status!: ExpenseStatus;

  @Column({ name: 'terms_hash', type: 'text' })
  termsHash!: string;

  /** What nobody is told is in the fingerprint of the texts; gone with them. */
  @Column({ name: 'text_salt', type: 'text', nullable: true })
  textSalt!: string | null;

  @Column({ name: 'texts_hash', type: 'text' })
  textsHash!: string;

  @Column({ type: 'jsonb', nullable: true })
  band!: ApprovalBand | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'submitted_at', type: 'timestamptz', nullable: true })
  submittedAt!: Date | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'approved_hash', type: 'text', nullable: true })
  approvedHash!: string | null;

  @Column({ name: 'proposal_id', type: 'uuid', nullable: true })
  proposalId!: string | null;

  /** Kept by the database: whoever hands it in again may take it out of the members' hands. */
  @Column({ name: 'was_voted_on', type: 'boolean', default: false })
  wasVotedOn!: boolean;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'payout_id', type: 'uuid', nullable: true })
  payoutId!: string | null;

  @Column({ name: 'paid_at', type: 'timestamptz', nullable: true })
  paidAt!: Date | null;

  /** When its payee gave it to the co-operative. */
  @Column({ name: 'waived_at', type: 'timestamptz', nullable: true })
  waivedAt!: Date | null;

  /** When a debt to a partner was taken back before it was paid. */
  @Column({ name: 'voided_at', type: 'timestamptz', nullable: true })
  voidedAt!: Date | null;

  /** Whose bill it pays, where it names one. */
  @Column({ name: 'bill_partner_id', type: 'uuid', nullable: true })
  billPartnerId!: string | null;

  /** How its partner calls the bill; gone with the other words. */
  @Column({ name: 'bill_number', type: 'text', nullable: true })
  billNumber!: string | null;

  /** The same of every way to write its number: what no other expense pays. */
  @Column({ name: 'bill_hash', type: 'text', nullable: true })
  billHash!: string | null;

  /** When members let its bill be handed in again, though it was voided. */
  @Column({ name: 'bill_freed_at', type: 'timestamptz', nullable: true })
  billFreedAt!: Date | null;

  /** When it was taken back or declined, or lapsed: with nothing owed. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** Since when its words are kept for ninety days, where it had ended before there was a term. */
  @Column({ name: 'words_kept_from', type: 'timestamptz', nullable: true })
  wordsKeptFrom!: Date | null;

  /** When those who wait for each other were told that it lapses undecided. */
  @Column({ name: 'lapse_told_at', type: 'timestamptz', nullable: true })
  lapseToldAt!: Date | null;

  /** Since when only clerks and whoever is paid read it: its person was erased. */
  @Column({ name: 'locked_at', type: 'timestamptz', nullable: true })
  lockedAt!: Date | null;
}
