import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { InvoiceEntity } from './invoice.entity.js';

@Entity({ schema: 'dues', name: 'payments' })
@Check('payments_amount', 'amount_minor > 0')
@Check('payments_excess', 'excess_minor >= 0')
@Unique('payments_bank_line_unique', ['cooperativeId', 'bankLineId'])
@Index('payments_by_member', ['cooperativeId', 'memberId', 'paidOn'])
@Index('payments_by_day', ['cooperativeId', 'paidOn', 'id'])
@Index('payments_by_payer', ['cooperativeId', 'payerFingerprint'])
@Index('payments_by_invoice', ['invoiceId'])
export class DuesPaymentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'payments_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => InvoiceEntity, { name: 'payments_invoice_fk' })
  @Column({ name: 'invoice_id', type: 'uuid' })
  invoiceId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'bank_line_id', type: 'uuid' })
  bankLineId!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'excess_minor', type: 'bigint', default: 0 })
  excessMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'paid_on', type: 'date' })
  paidOn!: string;

  @Column({ name: 'payer_fingerprint', type: 'text', nullable: true })
  payerFingerprint!: string | null;

  @Column({ type: 'text' })
  because!: string;

  @Column({ name: 'transaction_id', type: 'uuid' })
  transactionId!: string;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
