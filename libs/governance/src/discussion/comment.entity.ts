import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { RemovedBecause } from './comment.js';

@Entity({ schema: 'governance', name: 'comments' })
@Check('comments_body_check', '(removed_at IS NULL) = (length(body) > 0) AND length(body) <= 10000')
@Check('comments_removed_check', '(removed_at IS NULL) = (removed_because IS NULL)')
@Check('comments_version_check', 'version BETWEEN 1 AND 20')
@Check('comments_thread_check', 'thread_id <> id')
@Index('comments_by_proposal', ['cooperativeId', 'proposalId', 'writtenAt', 'id'])
@Index('comments_by_thread', ['threadId', 'writtenAt', 'id'], { where: '(thread_id IS NOT NULL)' })
@Index('comments_by_member', ['cooperativeId', 'writtenByMemberId', 'writtenAt'])
export class CommentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'comments_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('ProposalEntity', { name: 'comments_proposal_fk' })
  @Column({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;

  /** The comment that began the thread; null of that one. */
  @ForeignKey('CommentEntity', { name: 'comments_thread_fk' })
  @Column({ name: 'thread_id', type: 'uuid', nullable: true })
  threadId!: string | null;

  @Column({ name: 'written_by_member_id', type: 'uuid' })
  writtenByMemberId!: string;

  /** Markdown; empty once it was removed. */
  @Column({ type: 'text' })
  body!: string;

  /** From 1; one more with each time that it was put right. */
  @Column({ type: 'integer', default: 1 })
  version!: number;

  @Column({ name: 'written_at', type: 'timestamptz' })
  writtenAt!: Date;

  @Column({ name: 'edited_at', type: 'timestamptz', nullable: true })
  editedAt!: Date | null;

  @Column({ name: 'removed_at', type: 'timestamptz', nullable: true })
  removedAt!: Date | null;

  @Column({ name: 'removed_because', type: 'text', nullable: true })
  removedBecause!: RemovedBecause | null;

  @Column({ name: 'removed_by_member_id', type: 'uuid', nullable: true })
  removedByMemberId!: string | null;
}
