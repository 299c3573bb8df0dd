import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CommentEntity } from './comment.entity.js';
import type { ReactionKind } from './comment.js';

const primaryKeyConstraintName = 'comment_reactions_pk';

/** What somebody said to a comment without words. Others read how many. */
@Entity({ schema: 'governance', name: 'comment_reactions' })
@Check(
  'comment_reactions_kind_check',
  `kind IN ('thanks', 'idea', 'question', 'concern', 'celebrate')`,
)
@Index('comment_reactions_by_member', ['cooperativeId', 'memberId'])
export class ReactionEntity {
  @ForeignKey(() => CommentEntity, { name: 'comment_reactions_comment_fk' })
  @PrimaryColumn({ name: 'comment_id', type: 'uuid', primaryKeyConstraintName })
  commentId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName })
  memberId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName })
  kind!: ReactionKind;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
