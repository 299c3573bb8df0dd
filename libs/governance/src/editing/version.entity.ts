import type { ProposalAction } from '@rochdale/platform';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'proposal_versions_pk';

/** What a version was to do, and the member whom it was about. */
export interface KeptAction extends ProposalAction {
  readonly aboutMemberId: string | null;
}

@Entity({ schema: 'governance', name: 'proposal_versions' })
@Check('proposal_versions_actions_check', `jsonb_typeof(actions) = 'array'`)
export class VersionEntity {
  @ForeignKey('ProposalEntity', { name: 'proposal_versions_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName })
  version!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  body!: string;

  @Column({ name: 'urgent_reason', type: 'text', nullable: true })
  urgentReason!: string | null;

  @Column({ name: 'window_hours', type: 'integer' })
  windowHours!: number;

  @Column({ type: 'jsonb', nullable: true })
  options!: readonly string[] | null;

  @Column({ name: 'vote_terms', type: 'jsonb', nullable: true })
  voteTerms!: object | null;

  @Column({ type: 'jsonb' })
  actions!: readonly KeptAction[];

  @Column({ name: 'made_by_member_id', type: 'uuid', nullable: true })
  madeByMemberId!: string | null;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;

  /** Whether others could read the version in whose place it came. */
  @Column({ name: 'follows_shown', type: 'boolean' })
  followsShown!: boolean;
}
