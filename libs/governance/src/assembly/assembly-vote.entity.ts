import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import { AssemblyEntity } from './assembly.entity.js';

/** In which assembly a proposal was put to the vote. */
@Entity({ schema: 'governance', name: 'assembly_votes' })
@Check('assembly_votes_present_check', 'present BETWEEN 1 AND of_all')
@Check('assembly_votes_exactly_check', 'exactly_of_all BETWEEN 1 AND of_all')
@Index('assembly_votes_by_assembly', ['cooperativeId', 'assemblyId'])
export class AssemblyVoteEntity {
  @ForeignKey(() => ProposalEntity, { name: 'assembly_votes_proposal_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'assembly_votes_pk',
  })
  proposalId!: string;

  @ForeignKey(() => AssemblyEntity, { name: 'assembly_votes_assembly_fk' })
  @Column({ name: 'assembly_id', type: 'uuid' })
  assemblyId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** How many of those who may vote were there as it opened, as they are told. */
  @Column({ type: 'integer' })
  present!: number;

  @Column({ name: 'of_all', type: 'integer' })
  ofAll!: number;

  /** How many may vote exactly, for who reads sizes so; who of them was there is its electorate. */
  @Column({ name: 'exactly_of_all', type: 'integer' })
  exactlyOfAll!: number;

  /** Who put it to the vote; null of votes from before that was kept. */
  @Column({ name: 'opened_by', type: 'uuid', nullable: true })
  openedBy!: string | null;

  /** Who closed it by hand; null where its time did. */
  @Column({ name: 'closed_by', type: 'uuid', nullable: true })
  closedBy!: string | null;
}
