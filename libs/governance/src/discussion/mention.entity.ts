import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommentEntity } from './comment.entity.js';

const primaryKeyConstraintName = 'comment_mentions_pk';

/** Whom a comment calls by name, or did: who was told of it is told once. */
@Entity({ schema: 'governance', name: 'comment_mentions' })
@Index('comment_mentions_by_member', ['cooperativeId', 'memberId', 'toldAt'])
export class MentionEntity {
  @ForeignKey(() => CommentEntity, { name: 'comment_mentions_comment_fk' })
  @PrimaryColumn({ name: 'comment_id', type: 'uuid', primaryKeyConstraintName })
  commentId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Whether it names them now. */
  @Column({ name: 'is_named', type: 'boolean', default: true })
  isNamed!: boolean;

  /** When they were written to; null where they were written to often enough that day. */
  @Column({ name: 'told_at', type: 'timestamptz', nullable: true })
  toldAt!: Date | null;
}
