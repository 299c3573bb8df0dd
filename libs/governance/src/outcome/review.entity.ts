import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** When members want to look again at what they decided. */
@Entity({ schema: 'governance', name: 'reviews' })
@Index('reviews_due', ['cooperativeId', 'reviewOn'], { where: '(reminded_at IS NULL)' })
export class ReviewEntity {
  @ForeignKey('ProposalEntity', { name: 'reviews_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'reviews_pk' })
  proposalId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** A day of the co-operative's. */
  @Column({ name: 'review_on', type: 'date' })
  reviewOn!: string;

  @Column({ name: 'set_by_member_id', type: 'uuid' })
  setByMemberId!: string;

  @Column({ name: 'set_at', type: 'timestamptz' })
  setAt!: Date;

  /** When it was said that the day has come; null until then. */
  @Column({ name: 'reminded_at', type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;
}
