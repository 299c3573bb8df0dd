import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { RemovalReason } from '../discussion/comment.js';

const primaryKeyConstraintName = 'outcome_statements_pk';

/** What follows from a decision, as members were told. Each version is kept. */
@Entity({ schema: 'governance', name: 'outcome_statements' })
@Check('outcome_statements_version_check', 'version BETWEEN 1 AND 50')
@Check('outcome_statements_body_check', 'length(body) <= 10000')
@Check(
  'outcome_statements_removed_check',
  '(removed_at IS NULL) = (removed_because IS NULL) ' +
    'AND (removed_at IS NULL) = (removed_by_member_id IS NULL) ' +
    `AND (removed_at IS NULL OR body = '')`,
)
export class OutcomeStatementEntity {
  @ForeignKey('ProposalEntity', { name: 'outcome_statements_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  /** From 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName })
  version!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Markdown; empty once it was forgotten, or taken out. */
  @Column({ type: 'text' })
  body!: string;

  @Column({ name: 'written_by_member_id', type: 'uuid' })
  writtenByMemberId!: string;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt!: Date;

  /** When an officer took it out; null where it stands. */
  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt!: Date | null;

  @Column({ name: 'removed_because', type: 'text', nullable: true })
  removedBecause!: RemovalReason | null;

  @Column({ name: 'removed_by_member_id', type: 'uuid', nullable: true })
  removedByMemberId!: string | null;
}
