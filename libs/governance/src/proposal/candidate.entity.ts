import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ProposalEntity } from './proposal.entity.js';

/** Who an option is, where it is a member. Nothing that is frozen or handed on says it. */
@Entity({ schema: 'governance', name: 'candidates' })
@Unique('candidates_member_unique', ['proposalId', 'memberId'])
@Check('candidates_place_positive_check', 'place > 0')
@Index('candidates_by_member', ['cooperativeId', 'memberId'])
export class CandidateEntity {
  @ForeignKey(() => ProposalEntity, { name: 'candidates_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'candidates_pk' })
  proposalId!: string;

  /** The number of the option, from 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'candidates_pk' })
  place!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;
}
