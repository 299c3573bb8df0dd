import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'ledger', name: 'period_locks' })
@Unique('period_locks_before_key', ['cooperativeId', 'lockedBefore'])
export class PeriodLockEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'period_locks_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'locked_before', type: 'timestamptz' })
  lockedBefore!: Date;

  @Column({ type: 'bigint' })
  sequence!: bigint;

  @Column({ name: 'locked_at', type: 'timestamptz' })
  lockedAt!: Date;
}
