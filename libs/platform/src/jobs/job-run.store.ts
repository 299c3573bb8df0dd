import { JobEntity } from '../db/job.entity.js';
import { columnsOf } from '../db/mapping.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { Wake } from '../catalogue/job.js';
import type { DeadJob } from './tell-given-up.js';

const claimed = ['id', 'name', 'cooperativeId', 'payload', 'attempts', 'maxAttempts'] as const;
const waiting = ['id', 'name', 'attempts', 'cooperativeId'] as const;

export type ClaimedJob = Readonly<Pick<JobEntity, (typeof claimed)[number]>>;

// The lease is machine time, not business time: it guards against processes that died.
const claim = sql(
  'platform.claim-job',
  `update platform.jobs set status = 'running', attempts = attempts + 1,
     lease_until = clock_timestamp() + interval '2 minutes'
   where id = $1 and status = 'queued' and run_at <= $2 and attempts < max_attempts
   returning ${columnsOf(JobEntity, { only: claimed })}`,
);
const extendLease = sql(
  'platform.extend-job-lease',
  `update platform.jobs set lease_until = clock_timestamp() + interval '2 minutes'
   where id = $1 and status = 'running' and attempts = $2`,
);
const finish = sql(
  'platform.finish-job',
  `update platform.jobs set status = 'done', lease_until = null, finished_at = $3,
     last_error_code = null, last_error = null
   where id = $1 and status = 'running' and attempts = $2`,
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
const due = sql(
  'platform.due-jobs',
  `select ${columnsOf(JobEntity, { only: waiting })} from platform.jobs
   where status = 'queued' and run_at <= $1 order by run_at, id limit $2`,
);
/** Stands in the index for jobs of no co-operative. */
const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`;
// A lane is what one co-operative has waiting under one name. From each lane the oldest few, then
// the first of all lanes before the second of any: the lanes are found by skipping through the
// index, and how long one of them is does not matter.
const dueByTurns = sql(
  'platform.order-due-jobs',
  `with recursive lanes as (
     (select name, coalesce(cooperative_id, ${nobody}) as tenant from platform.jobs
      where status = 'queued' order by name, coalesce(cooperative_id, ${nobody}) limit 1)
     union all
     select next.name, next.tenant from lanes cross join lateral (
       select name, coalesce(cooperative_id, ${nobody}) as tenant from platform.jobs
       where status = 'queued'
         and (name, coalesce(cooperative_id, ${nobody})) > (lanes.name, lanes.tenant)
       order by name, coalesce(cooperative_id, ${nobody}) limit 1) next)
   select ${columnsOf(JobEntity, { of: 'job', only: waiting })}
   from lanes cross join lateral (
     select oldest.*, row_number() over (order by run_at, id) as turn from (
       select id, name, attempts, cooperative_id, run_at from platform.jobs
       where status = 'queued' and name = lanes.name
         and coalesce(cooperative_id, ${nobody}) = lanes.tenant and run_at <= $1
       order by run_at, id limit 50) oldest) job
   order by job.turn, job.run_at, job.id limit $2`,
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
const forget = sql(
  'platform.forget-done-jobs',
  `delete from platform.jobs where id in (
     select id from platform.jobs where status = 'done' and finished_at < $1 limit 5000)`,
);

export interface Failure {
  readonly status: 'queued' | 'dead';
  readonly runAt: Date;
  readonly code: string;
  readonly message: string;
}

/** The life of a job in Postgres: every step is a compare-and-set, so that each happens once. */
export const jobRunStore = {
  claim: (tx: Tx, id: string): Promise<ClaimedJob | null> => tx.maybeOne(claim, [id, tx.now]),

  extendLease: (tx: Tx, job: ClaimedJob): Promise<number> =>
    tx.run(extendLease, [job.id, job.attempts]),

  finish: (tx: Tx, job: ClaimedJob): Promise<number> =>
    tx.run(finish, [job.id, job.attempts, tx.now]),

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

  handBack: (tx: Tx, held: readonly ClaimedJob[]): Promise<number> =>
    tx.run(handBack, [held.map(({ id }) => id), held.map(({ attempts }) => attempts)]),

  /** What is due, the oldest first. */
  due: (tx: Tx, limit: number): Promise<Wake[]> => tx.rows<Wake>(due, [tx.now, limit]),

  /** What is due, each name and each co-operative in turn. */
  dueByTurns: (tx: Tx, limit: number): Promise<Wake[]> =>
    tx.rows<Wake>(dueByTurns, [tx.now, limit]),

  /** Gives back what a process left that went away. Returns those that were tried often enough. */
  reviveExpired: async (tx: Tx): Promise<DeadJob[]> => {
    const revived = await tx.rows<DeadJob & { status: string }>(reviveExpired, [tx.now]);
    return revived.filter(({ status }) => status === 'dead');
  },

  retryDead: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.run(retryDead, [id, tx.now])) === 1,

  forgetDone: (tx: Tx, finishedBefore: Date): Promise<number> => tx.run(forget, [finishedBefore]),
};
