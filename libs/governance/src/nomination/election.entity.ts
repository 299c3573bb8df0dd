import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ProposalEntity } from '../proposal/proposal.entity.js';

/** What a vote that elects has besides: how its candidates were found. */
@Entity({ schema: 'governance', name: 'elections' })
@Check('elections_order_seed_check', `order_seed ~ '^[0-9a-f]{32}$'`)
export class ElectionEntity {
  @ForeignKey(() => ProposalEntity, { name: 'elections_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'elections_pk' })
  proposalId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** When nominations went on once more, as too few stood. */
  @Column({ name: 'extended_at', type: 'timestamptz', nullable: true })
  extendedAt!: Date | null;

  /** By chance, as nominations closed; candidates stand in the order that follows from it. */
  @Column({ name: 'order_seed', type: 'text', nullable: true })
  orderSeed!: string | null;
}
