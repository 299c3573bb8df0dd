import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'collections', name: 'connections' })
@Check('connections_source_check', `source ~ '^[a-z][a-z0-9-]{0,39}$'`)
@Check('connections_state_check', `state in ('connected', 'disconnected')`)
@Check('connections_disconnected_check', `(state = 'disconnected') = (disconnected_at is not null)`)
@Unique('connections_source_unique', ['cooperativeId', 'bankAccountId', 'source'])
@Index('connections_account_unique', ['cooperativeId', 'bankAccountId'], {
  unique: true,
  where: `(state = 'connected'::text)`,
})
export class ConnectionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'connections_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'bank_account_id', type: 'uuid' })
  bankAccountId!: string;

  /** The name of a declared source. */
  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'jsonb' })
  settings!: object;

  @Column({ type: 'text' })
  state!: 'connected' | 'disconnected';

  /** How far it was swept; null is not at all. */
  @Column({ type: 'text', nullable: true })
  cursor!: string | null;

  /** Where the cursor was when the last run began: the next one begins in front of that. */
  @Column({ name: 'begun_from', type: 'text', nullable: true })
  begunFrom!: string | null;

  /** Whether the last page had nothing behind it: then the next is the first of another run. */
  @Column({ name: 'caught_up', type: 'boolean' })
  caughtUp!: boolean;

  /** Counts what moved the cursor or the state: who sweeps says which one they saw. */
  @Column({ type: 'integer' })
  revision!: number;

  /** Why the last sweep failed; null when it did not. */
  @Column({ name: 'failure_code', type: 'text', nullable: true })
  failureCode!: string | null;

  @Column({ name: 'swept_at', type: 'timestamptz', nullable: true })
  sweptAt!: Date | null;

  @Column({ name: 'connected_at', type: 'timestamptz' })
  connectedAt!: Date;

  @Column({ name: 'disconnected_at', type: 'timestamptz', nullable: true })
  disconnectedAt!: Date | null;
}
