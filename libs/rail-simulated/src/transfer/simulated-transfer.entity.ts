import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'payments', name: 'simulated_transfers' })
@Check(
  'simulated_transfers_state_known',
  `state in ('accepted', 'executed', 'rejected', 'returned')`,
)
export class SimulatedTransferEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'simulated_transfers_pk' })
  key!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  reference!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'integer', default: 0 })
  executions!: number;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt!: Date;
}
