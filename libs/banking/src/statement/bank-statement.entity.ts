import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BankAccountEntity } from '../bank-account/bank-account.entity.js';
import { StatementFileEntity } from './statement-file.entity.js';

@Entity({ schema: 'payments', name: 'bank_statements' })
@Check('bank_statements_balanced_known', `balanced in ('balanced', 'unbalanced', 'unknown')`)
@Index('bank_statements_by_file', ['cooperativeId', 'fileId', 'id'])
@Index('bank_statements_by_account', ['cooperativeId', 'bankAccountId', 'toDate', 'id'])
export class BankStatementEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'bank_statements_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => StatementFileEntity, { name: 'bank_statements_file_fk' })
  @Column({ name: 'file_id', type: 'uuid' })
  fileId!: string;

  @ForeignKey(() => BankAccountEntity, { name: 'bank_statements_account_fk' })
  @Column({ name: 'bank_account_id', type: 'uuid' })
  bankAccountId!: string;

  @Column({ type: 'text', nullable: true })
  reference!: string | null;

  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate!: string | null;

  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate!: string | null;

  @Column({ name: 'opening_minor', type: 'bigint', nullable: true })
  openingMinor!: bigint | null;

  @Column({ name: 'closing_minor', type: 'bigint', nullable: true })
  closingMinor!: bigint | null;

  @Column({ type: 'text' })
  balanced!: 'balanced' | 'unbalanced' | 'unknown';

  @Column({ name: 'lines_new', type: 'integer' })
  linesNew!: number;

  @Column({ name: 'lines_known', type: 'integer' })
  linesKnown!: number;

  /** Of its file, and its number at the bank; null for one from before these were kept. */
  @Column({ type: 'text', nullable: true })
  format!: string | null;

  @Column({ type: 'text', nullable: true })
  sequence!: string | null;

  @Column({ name: 'lines_unclear', type: 'integer', default: 0 })
  linesUnclear!: number;

  @Column({ name: 'recorded_at', type: 'timestamptz' })
  recordedAt!: Date;
}
