import { JobEntity } from '../db/job.entity.js';
import { columnsOf } from '../db/mapping.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { DueJob } from '../catalogue/job.js';
import type { DeadJob } from './tell-given-up.js';

const claimed = ['id', 'name', 'cooperativeId', 'payload', 'attempts', 'maxAttempts'] as const;
const waiting = ['id', 'name', 'cooperativeId'] as const;

export type ClaimedJob = Readonly<Pick<JobEntity, (typeof claimed)[number]>>;

// The lease is machine time, not business time: it guards against processes that died. It lasts
// four times as long as what renews it waits.
const leaseUntil = (name: string, brief: string) =>
  `clock_timestamp() + case when ${name} = any(${brief}::text[])
     then interval '20 seconds' else interval '2 minutes' end`;
// What another worker is about to claim is left to it, instead of being waited for.
const claim = sql(
  'platform.claim-jobs',
  `with free as (
     select id from platform.jobs
     where id = any($1::uuid[]) and status = 'queued' and run_at <= $2 and attempts < max_attempts
     order by id for update skip locked)
   update platform.jobs job set status = 'running', attempts = job.attempts + 1,
     lease_until = ${leaseUntil('job.name', '$3')}
   from free where job.id = free.id
   returning ${columnsOf(JobEntity, { of: 'job', only: claimed })}`,
);
// A claim that a crash of the server takes back is as if it had not been made: the job waits again.
const hurry = sql(
  'platform.not-wait-for-disk',
  `select set_config('synchronous_commit', 'off', true)`,
);
const extendLease = sql(
  'platform.extend-job-lease',
  `update platform.jobs set lease_until = ${leaseUntil('name', '$3')}
   where id = $1 and status = 'running' and attempts = $2`,
);
const finish = sql(
  'platform.finish-jobs',
  `update platform.jobs job set status = 'done', lease_until = null, finished_at = $3,
     last_error_code = null, last_error = null
   from unnest($1::uuid[], $2::int[]) as ended (id, attempts)
   where job.id = ended.id and job.attempts = ended.attempts and job.status = 'running'
   returning ${columnsOf(JobEntity, { of: 'job', only: ['id'] })}`,
);
const putBack = sql(
  'platform.put-back-job',
  `update platform.jobs set status = $3, run_at = $4, lease_until = null,
     last_error_code = $5, last_error = $6,
     finished_at = case when $3 = 'dead' then $7::timestamptz end
   where id = $1 and status = 'running' and attempts = $2`,
);
// Its number of the try stays used, so that what still runs here can say nothing of the next.
const handBack = sql(
  'platform.hand-back-jobs',
  `update platform.jobs job
     set status = 'queued', max_attempts = job.max_attempts + 1, lease_until = null
   from unnest($1::uuid[], $2::int[]) as held (id, attempts)
   where job.id = held.id and job.attempts = held.attempts and job.status = 'running'`,
);
const postpone = sql(
  'platform.postpone-job',
  `update platform.jobs set status = 'queued', max_attempts = max_attempts + 1, run_at = $3,
     lease_until = null
   where id = $1 and status = 'running' and attempts = $2`,
);
const due = sql(
  'platform.due-jobs',
  `select ${columnsOf(JobEntity, { only: waiting })} from platform.jobs
   where status = 'queued' and run_at <= $1 and attempts < max_attempts
   order by run_at, id limit $2`,
);
// In the database, where it says why: it is asked many times a second.
const dueByTurns = sql(
  'platform.order-due-jobs',
  `select ${columnsOf(JobEntity, { only: waiting })} from platform.due_jobs($1, $2)`,
);
const reviveExpired = sql(
  'platform.revive-expired-jobs',
  `update platform.jobs set lease_until = null,
     status = case when attempts < max_attempts then 'queued' else 'dead' end,
     last_error_code = 'LEASE_EXPIRED', last_error = 'The process that ran it went away.',
     finished_at = case when attempts < max_attempts then null else $1::timestamptz end
   where status = 'running' and lease_until < clock_timestamp()
   returning ${columnsOf(JobEntity, { only: ['id', 'name', 'cooperativeId', 'status'] })}`,
);
/**
 * Up to eight tries more. They are counted on, never anew: a process that was away since an earlier
 * try of the same number would pass the fence.
 */
const retryDead = sql(
  'platform.retry-dead-job',
  `update platform.jobs set status = 'queued', max_attempts = attempts + least(max_attempts, 8),
     run_at = $2, finished_at = null
   where id = $1 and status = 'dead' returning id`,
);
const retryDeadOfKey = sql(
  'platform.retry-dead-job-of-key',
  `update platform.jobs
   set status = 'queued', max_attempts = attempts + least(max_attempts, 8), run_at = $4,
     finished_at = null
   where cooperative_id = $1 and name = $2 and key = $3 and status = 'dead'`,
);
const forget = sql(
  'platform.forget-ended-jobs',
  `delete from platform.jobs where id in (
     select id from platform.jobs
     where finished_at < $1 and (status = 'done' or status = 'dead' and name = any($2))
     limit 5000)`,
);

export interface Failure {
  readonly status: 'queued' | 'dead';
  readonly runAt: Date;
  readonly code: string;
  readonly message: string;
}

/** The life of a job in Postgres: every step is a compare-and-set, so that each happens once. */
export const jobRunStore = {
  /**
   * Those of the jobs that were still to be had.
   *
   * @param brief the names whose lease is brief
   */
  claim: async (
    tx: Tx,
    ids: readonly string[],
    brief: readonly string[] = [],
  ): Promise<ClaimedJob[]> => {
    const claiming = tx.rows<ClaimedJob>(claim, [ids, tx.now, brief]);
    const [jobs] = await Promise.all([claiming, tx.rows(hurry)]);
    return jobs;
  },

  /** @param brief as of `claim` */
  extendLease: (tx: Tx, job: ClaimedJob, brief: readonly string[] = []): Promise<number> =>
    tx.run(extendLease, [job.id, job.attempts, brief]),

  /** The ids of those whose try counted. */
  finish: async (tx: Tx, ended: readonly ClaimedJob[]): Promise<string[]> => {
    const values = [ended.map(({ id }) => id), ended.map(({ attempts }) => attempts), tx.now];
    return (await tx.rows<{ id: string }>(finish, values)).map(({ id }) => id);
  },

  putBack: (tx: Tx, job: ClaimedJob, failure: Failure): Promise<number> =>
    tx.run(putBack, [
      job.id,
      job.attempts,
      failure.status,
      failure.runAt,
      failure.code,
      failure.message,
      tx.now,
    ]),

  postpone: (tx: Tx, job: ClaimedJob, until: Date): Promise<number> =>
    tx.run(postpone, [job.id, job.attempts, until]),

  handBack: (tx: Tx, held: readonly ClaimedJob[]): Promise<number> =>
    tx.run(handBack, [held.map(({ id }) => id), held.map(({ attempts }) => attempts)]),

  /** What is due, the oldest first. */
  due: (tx: Tx, limit: number): Promise<DueJob[]> => tx.rows<DueJob>(due, [tx.now, limit]),

  /** What is due, each name and each co-operative in turn. */
  dueByTurns: (tx: Tx, limit: number): Promise<DueJob[]> =>
    tx.rows<DueJob>(dueByTurns, [tx.now, limit]),

  /** Gives back what a process left that went away. Returns those that were tried often enough. */
  reviveExpired: async (tx: Tx): Promise<DeadJob[]> => {
    const revived = await tx.rows<DeadJob & { status: string }>(reviveExpired, [tx.now]);
    return revived.filter(({ status }) => status === 'dead');
  },

  retryDead: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.run(retryDead, [id, tx.now])) === 1,

  retryDeadOfKey: async (tx: Tx, name: string, key: string): Promise<boolean> =>
    (await tx.run(retryDeadOfKey, [tx.cooperativeId, name, key, tx.now])) === 1,

  /** Dead letters too: what they were about names persons, and nobody tried them for so long. */
  /** @param names whose dead letters go too */
  forgetEnded: (tx: Tx, endedBefore: Date, names: readonly string[]): Promise<number> =>
    tx.run(forget, [endedBefore, names]),
};
