import { Entity, ForeignKey, Index, PrimaryColumn, Column } from 'typeorm';
import { ElectorateEntity } from '../electorate/electorate.entity.js';

/** Who has voted in a detached vote. What they voted lies elsewhere, and leads to nobody. */
@Entity({ schema: 'governance', name: 'turnout' })
@ForeignKey(() => ElectorateEntity, ['proposalId', 'memberId'], ['proposalId', 'memberId'], {
  name: 'turnout_voter_fk',
})
@Index('turnout_by_member', ['cooperativeId', 'memberId'])
export class TurnoutEntity {
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'turnout_pk' })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'turnout_pk' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;
}
