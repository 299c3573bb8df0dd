import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** The working group that a proposal belongs to: one, or none. */
@Entity({ schema: 'governance', name: 'proposal_groups' })
@Index('proposal_groups_by_group', ['cooperativeId', 'groupKey', 'proposalId'])
export class ProposalGroupEntity {
  @ForeignKey('ProposalEntity', { name: 'proposal_groups_proposal_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'proposal_groups_pk',
  })
  proposalId!: string;

  @Column({ name: 'group_key', type: 'text' })
  groupKey!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
