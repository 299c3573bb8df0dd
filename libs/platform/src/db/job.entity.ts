import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'platform', name: 'jobs' })
@Unique('jobs_name_key_unique', ['name', 'key'])
@Check('jobs_status_known', `status in ('queued', 'running', 'done', 'dead')`)
@Index('jobs_due', ['runAt', 'id'], { where: `(status = 'queued'::text)` })
// Over an expression, which mappings cannot say.
@Index('jobs_lanes', { synchronize: false })
@Index('jobs_running', ['leaseUntil'], { where: `(status = 'running'::text)` })
@Index('jobs_ended', ['finishedAt'], {
  where: `(status = ANY (ARRAY['done'::text, 'dead'::text]))`,
})
@Index('jobs_by_time', ['cooperativeId', 'createdAt', 'id'])
@Index('jobs_by_status', ['cooperativeId', 'status', 'createdAt', 'id'])
export class JobEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'jobs_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid', nullable: true })
  cooperativeId!: string | null;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'jsonb' })
  payload!: object;

  @Column({ type: 'text', default: 'queued' })
  status!: string;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'max_attempts', type: 'integer' })
  maxAttempts!: number;

  @Column({ name: 'run_at', type: 'timestamptz' })
  runAt!: Date;

  @Column({ name: 'lease_until', type: 'timestamptz', nullable: true })
  leaseUntil!: Date | null;

  @Column({ name: 'last_error_code', type: 'text', nullable: true })
  lastErrorCode!: string | null;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt!: Date | null;
}
