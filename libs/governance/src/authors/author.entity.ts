import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'authors_pk';

/** Whom who proposes asked to write with them. */
@Entity({ schema: 'governance', name: 'authors' })
@Check('authors_since_version_check', 'since_version > 0')
@Index('authors_by_member', ['cooperativeId', 'memberId'])
export class AuthorEntity {
  @ForeignKey('ProposalEntity', { name: 'authors_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** What it said when they were asked: what it said before is not shown to them. */
  @Column({ name: 'since_version', type: 'integer' })
  sinceVersion!: number;

  @Column({ name: 'invited_at', type: 'timestamptz' })
  invitedAt!: Date;

  /** Null as long as they have not said that they do. */
  @Column({ name: 'accepted_at', type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;
}
