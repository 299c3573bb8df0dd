import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ElectionEntity } from './election.entity.js';

/** Who nominated whom. For the two, and those who run the election. */
@Entity({ schema: 'governance', name: 'nominations' })
@Index('nominations_by_nominator', ['cooperativeId', 'nominatedBy'])
@Index('nominations_by_member', ['cooperativeId', 'memberId'])
export class NominationEntity {
  @ForeignKey(() => ElectionEntity, { name: 'nominations_election_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'nominations_pk' })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'nominations_pk' })
  memberId!: string;

  @PrimaryColumn({ name: 'nominated_by', type: 'uuid', primaryKeyConstraintName: 'nominations_pk' })
  nominatedBy!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'nominated_at', type: 'timestamptz' })
  nominatedAt!: Date;
}
