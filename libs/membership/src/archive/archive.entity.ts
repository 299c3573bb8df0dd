import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ArchiveState } from './archive.js';

@Entity({ schema: 'membership', name: 'archives' })
@Check('archives_state_check', `state in ('asked', 'ready', 'fetched', 'over', 'failed')`)
@Check('archives_ready_check', `state <> 'ready' or (ready_at is not null and size_bytes > 0)`)
@Check('archives_kept_check', `(ready_at is null) = (kept_until is null)`)
@Check('archives_ticket_check', `(ticket_hash is null) = (ticket_until is null)`)
@Check('archives_ended_check', `(state in ('fetched', 'over', 'failed')) = (ended_at is not null)`)
@Check('archives_swept_check', `swept_at is null or ended_at is not null`)
@Index('archives_open_unique', ['cooperativeId', 'accountId'], {
  unique: true,
  where: `(state = ANY (ARRAY['asked'::text, 'ready'::text]))`,
})
@Index('archives_of_account', ['accountId'])
@Index('archives_by_account', ['cooperativeId', 'accountId', 'askedAt', 'id'])
export class ArchiveEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'archives_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** An account, since who has no membership here may ask as well. */
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  state!: ArchiveState;

  @Column({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;

  @Column({ name: 'ready_at', type: 'timestamptz', nullable: true })
  readyAt!: Date | null;

  @Column({ name: 'kept_until', type: 'timestamptz', nullable: true })
  keptUntil!: Date | null;

  @Column({ name: 'size_bytes', type: 'bigint', nullable: true })
  sizeBytes!: bigint | null;

  /** The run of the job that made it; null until then. */
  @Column({ name: 'run_id', type: 'uuid', nullable: true })
  runId!: string | null;

  @Column({ name: 'ticket_hash', type: 'text', nullable: true })
  ticketHash!: string | null;

  @Column({ name: 'ticket_until', type: 'timestamptz', nullable: true })
  ticketUntil!: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** When the sweep last took what bytes it had; null of those that it has still to look at. */
  @Column({ name: 'swept_at', type: 'timestamptz', nullable: true })
  sweptAt!: Date | null;
}
