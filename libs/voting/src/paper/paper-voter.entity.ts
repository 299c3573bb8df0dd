import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Who was handed a paper, and votes by it alone. What is on it is nobody's. */
@Entity({ schema: 'governance', name: 'paper_voters' })
@ForeignKey('ElectorateEntity', ['proposalId', 'memberId'], ['proposalId', 'memberId'], {
  name: 'paper_voters_voter_fk',
})
@Index('paper_voters_by_member', ['cooperativeId', 'memberId'])
export class PaperVoterEntity {
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'paper_voters_pk',
  })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'paper_voters_pk' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
