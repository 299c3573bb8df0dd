import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommentEntity } from './comment.entity.js';

const primaryKeyConstraintName = 'comment_mentions_pk';

/** Whom a comment calls by name. */
@Entity({ schema: 'governance', name: 'comment_mentions' })
@Index('comment_mentions_by_member', ['cooperativeId', 'memberId'])
export class MentionEntity {
  @ForeignKey(() => CommentEntity, { name: 'comment_mentions_comment_fk' })
  @PrimaryColumn({ name: 'comment_id', type: 'uuid', primaryKeyConstraintName })
  commentId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
