import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ElectionEntity } from './election.entity.js';
import type { CandidacyState } from './nomination.js';

/** Whether a member who was nominated stands, and what they say of it. Goes with their erasure. */
@Entity({ schema: 'governance', name: 'candidacies' })
@Check('candidacies_state_check', `state IN ('nominated', 'accepted', 'declined')`)
@Check('candidacies_answered_check', `(state = 'nominated') = (answered_at IS NULL)`)
@Check('candidacies_statement_check', `statement IS NULL OR state = 'accepted'`)
@Check('candidacies_statement_length_check', 'length(statement) BETWEEN 1 AND 5000')
@Index('candidacies_by_member', ['cooperativeId', 'memberId'])
export class CandidacyEntity {
  @ForeignKey(() => ElectionEntity, { name: 'candidacies_election_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'candidacies_pk' })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'candidacies_pk' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  state!: CandidacyState;

  /** To those who vote, in their own words. */
  @Column({ type: 'text', nullable: true })
  statement!: string | null;

  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;
}
