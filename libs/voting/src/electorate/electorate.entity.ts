import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'governance', name: 'electorate' })
@Unique('electorate_weight_unique', ['proposalId', 'memberId', 'weight'])
@Check('electorate_weight_positive_check', 'weight > 0')
@Index('electorate_by_member', ['cooperativeId', 'memberId'])
export class ElectorateEntity {
  @ForeignKey('ProposalEntity', { name: 'electorate_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'electorate_pk' })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'electorate_pk' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_class', type: 'text' })
  memberClass!: string;

  @Column({ type: 'bigint' })
  weight!: bigint;

  /** Paused when voting opened, under a rule by which who pauses counts when they vote. */
  @Column({ name: 'counts_if_cast', type: 'boolean', default: false })
  countsIfCast!: boolean;
}
