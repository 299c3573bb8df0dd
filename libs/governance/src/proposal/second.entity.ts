import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ProposalEntity } from './proposal.entity.js';

@Entity({ schema: 'governance', name: 'seconds' })
export class SecondEntity {
  @ForeignKey(() => ProposalEntity, { name: 'seconds_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'seconds_pk' })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'seconds_pk' })
  memberId!: string;

  /** The version that they read. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'seconds_pk', default: 1 })
  version!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'seconded_at', type: 'timestamptz' })
  secondedAt!: Date;
}
