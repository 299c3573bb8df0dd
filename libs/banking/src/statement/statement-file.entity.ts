import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** What was odd about a file that could be read; the line is its place in the file. */
export interface ReadingWarning {
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
}

@Entity({ schema: 'payments', name: 'statement_files' })
@Check('statement_files_sha256', `sha256 ~ '^[0-9a-f]{64}$'`)
@Check('statement_files_state_known', `state in ('received', 'read', 'refused')`)
@Unique('statement_files_content_unique', ['cooperativeId', 'sha256'])
@Index('statement_files_by_time', ['cooperativeId', 'receivedAt', 'id'])
export class StatementFileEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'statement_files_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes!: number;

  @Column({ name: 'csv_profile', type: 'text', nullable: true })
  csvProfile!: string | null;

  /** The account that whoever put it in named; null when the file's own word decides. */
  @ForeignKey('BankAccountEntity', { name: 'statement_files_account_fk' })
  @Column({ name: 'bank_account_id', type: 'uuid', nullable: true })
  bankAccountId!: string | null;

  /** Whether days that could be read both ways have the month first; null when nobody said. */
  @Column({ name: 'month_first', type: 'boolean', nullable: true })
  monthFirst!: boolean | null;

  @Column({ type: 'text', default: 'received' })
  state!: 'received' | 'read' | 'refused';

  @Column({ type: 'text', nullable: true })
  format!: string | null;

  @Column({ type: 'text', nullable: true })
  version!: string | null;

  @Column({ name: 'refusal_code', type: 'text', nullable: true })
  refusalCode!: string | null;

  @Column({ name: 'refusal_message', type: 'text', nullable: true })
  refusalMessage!: string | null;

  @Column({ type: 'jsonb', default: [] })
  warnings!: readonly ReadingWarning[];

  @Column({ name: 'received_by_account_id', type: 'uuid', nullable: true })
  receivedByAccountId!: string | null;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;

  @Column({ name: 'read_at', type: 'timestamptz', nullable: true })
  readAt!: Date | null;
}
