import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'proposal_tags_pk';

@Entity({ schema: 'governance', name: 'proposal_tags' })
@Check('proposal_tags_tag_check', 'length(tag) BETWEEN 1 AND 40')
@Index('proposal_tags_by_tag', ['cooperativeId', 'tag', 'proposalId'])
export class ProposalTagEntity {
  @ForeignKey('ProposalEntity', { name: 'proposal_tags_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName })
  tag!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
