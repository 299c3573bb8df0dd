import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { InvoiceEntity } from '../invoice/invoice.entity.js';

/** Why something of an invoice is not asked any more: all of it, a part, or a waiver came later. */
export type CreditNoteKind = 'cancelled' | 'credited' | 'waiver';

/** What was taken off an issued invoice, once and for ever. */
@Entity({ schema: 'dues', name: 'credit_notes' })
@Check('credit_notes_amount_check', 'amount_minor > 0')
@Check('credit_notes_kind_check', `kind in ('cancelled', 'credited', 'waiver')`)
@Check('credit_notes_waiver_check', `(waiver_id is not null) = (kind = 'waiver')`)
@Unique('credit_notes_key_unique', ['cooperativeId', 'idempotencyKey'])
@Index('credit_notes_by_invoice', ['cooperativeId', 'invoiceId'])
export class CreditNoteEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'credit_notes_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => InvoiceEntity, { name: 'credit_notes_invoice_fk' })
  @Column({ name: 'invoice_id', type: 'uuid' })
  invoiceId!: string;

  @Column({ type: 'text' })
  kind!: CreditNoteKind;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  /** For the member and clerks; it stands in no fact and in no posting. */
  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'waiver_id', type: 'uuid', nullable: true })
  waiverId!: string | null;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey!: string;

  @Column({ name: 'transaction_id', type: 'uuid' })
  transactionId!: string;

  @Column({ name: 'made_by_account_id', type: 'uuid', nullable: true })
  madeByAccountId!: string | null;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;
}
