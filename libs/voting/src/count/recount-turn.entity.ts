import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The vote that was counted again last when it was its turn: its place among those decided. */
@Entity({ schema: 'governance', name: 'recount_turns' })
export class RecountTurnEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'recount_turns_pk',
  })
  cooperativeId!: string;

  @Column({ name: 'closed_at', type: 'timestamptz' })
  closedAt!: Date;

  @Column({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;
}
