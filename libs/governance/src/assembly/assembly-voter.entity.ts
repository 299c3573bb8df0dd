import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AssemblyVoteEntity } from './assembly-vote.entity.js';

/** Who was there as a vote of an assembly opened, and by whose word. */
@Entity({ schema: 'governance', name: 'assembly_voters' })
@Index('assembly_voters_by_member', ['cooperativeId', 'memberId'])
@Index('assembly_voters_by_door', ['cooperativeId', 'checkedInBy'])
export class AssemblyVoterEntity {
  @ForeignKey(() => AssemblyVoteEntity, { name: 'assembly_voters_vote_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'assembly_voters_pk',
  })
  proposalId!: string;

  @PrimaryColumn({
    name: 'member_id',
    type: 'uuid',
    primaryKeyConstraintName: 'assembly_voters_pk',
  })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'checked_in_by', type: 'uuid', nullable: true })
  checkedInBy!: string | null;

  @Column({ name: 'seconded_by', type: 'uuid', nullable: true })
  secondedBy!: string | null;

  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;
}
