import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { BankWord } from './status-report.js';

/** What a bank said of a payment file, as it came, and what it did. Never changed. */
@Entity({ schema: 'payments', name: 'status_reports' })
@Unique('status_reports_content_unique', ['cooperativeId', 'sha256'])
@Check('status_reports_sha256_check', `sha256 ~ '^[0-9a-f]{64}$'`)
@Index('status_reports_by_file', ['cooperativeId', 'paymentFileId', 'receivedAt', 'id'])
export class StatusReportEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'status_reports_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('PaymentFileEntity', { name: 'status_reports_file_fk' })
  @Column({ name: 'payment_file_id', type: 'uuid' })
  paymentFileId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  format!: string;

  @Column({ type: 'bytea' })
  bytes!: Buffer;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes!: number;

  @Column({ type: 'jsonb' })
  words!: readonly BankWord[];

  @Column({ name: 'received_by_account_id', type: 'uuid', nullable: true })
  receivedByAccountId!: string | null;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;
}
