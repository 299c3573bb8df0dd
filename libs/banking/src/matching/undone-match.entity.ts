import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** That a line was not what it had been taken for, and why: the one place where that is kept. */
@Entity({ schema: 'payments', name: 'undone_matches' })
@Index('undone_matches_by_line', ['cooperativeId', 'lineId', 'undoneAt'])
export class UndoneMatchEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'undone_matches_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('BankLineEntity', { name: 'undone_matches_line_fk' })
  @Column({ name: 'line_id', type: 'uuid' })
  lineId!: string;

  /** What reversed it in the books. */
  @Column({ name: 'reversal_id', type: 'uuid' })
  reversalId!: string;

  /** Whom the line had been taken for. */
  @Column({ name: 'member_ids', type: 'uuid', array: true })
  memberIds!: string[];

  /** A treasurer's words, for clerks; empty once anybody behind the line is erased. */
  @Column({ type: 'text' })
  because!: string;

  @Column({ name: 'undone_at', type: 'timestamptz' })
  undoneAt!: Date;
}
