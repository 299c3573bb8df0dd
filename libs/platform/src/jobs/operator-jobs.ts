import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { sql } from '../db/statement.js';
import type { JobDefinition } from '../catalogue/job.js';
import type { Actor } from '../kernel/actor.js';
import { platformErrors } from '../kernel/errors.js';
import type { Page, PageRequest } from '../list/page.js';
import { keysetList } from '../list/keyset-list.js';
import { permit } from '../kernel/permissions.js';
import { jobRunStore } from './job-run.store.js';
import '../platform.permissions.js';

/** A job as an administrator sees it. Its payload holds ids only. */
export interface JobView {
  readonly id: string;
  readonly name: string;
  readonly status: 'queued' | 'running' | 'done' | 'dead';
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt: Date;
  readonly createdAt: Date;
  readonly lastErrorCode: string | null;
  readonly lastError: string | null;
}

const columns = `id, name, status, attempts, max_attempts as "maxAttempts", run_at as "runAt",
  created_at as "createdAt", last_error_code as "lastErrorCode", last_error as "lastError"`;
export interface JobFilter {
  readonly status?: JobView['status'] | null;
  /** Made at this moment or later. */
  readonly from?: Date | null;
  /** Made before this moment. */
  readonly before?: Date | null;
}

const jobs = keysetList<JobView, JobFilter>({
  name: 'platform.list-jobs',
  select: columns,
  from: 'platform.jobs',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'created_at', field: 'createdAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: {
    status: 'status = :status',
    from: 'created_at >= :from',
    before: 'created_at < :before',
  },
});
const byId = sql(
  'platform.find-job',
  `select ${columns} from platform.jobs where cooperative_id = $1 and id = $2`,
);

/**
 * Has a job that has a key carried out again, where it is a dead letter; where it waits already,
 * once, as it would have been. The room that the job is of says who may ask for it.
 */
export async function carryOutAgain<Payload extends object>(
  tx: Tx,
  job: JobDefinition<Payload>,
  payload: Payload,
  key: string,
): Promise<void> {
  const isBack = await jobRunStore.retryDeadOfKey(tx, job.name, key);
  if (!isBack) tx.enqueue(job, payload, { key });
}

/** A co-operative's jobs, for its administrators: what is a dead letter, and trying it again. */
export class OperatorJobs {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async page(tx: Tx, request: PageRequest, filter: JobFilter = {}): Promise<Page<JobView>> {
    permit(tx.actor, 'job.read');
    return jobs.page(tx, request, { filter });
  }

  /** @throws CodedError FORBIDDEN */
  async byIds(tx: Tx, ids: readonly string[]): Promise<JobView[]> {
    permit(tx.actor, 'job.read');
    return jobs.find(tx, ids);
  }

  /** Tries one again. @throws CodedError FORBIDDEN, NOT_FOUND when it is no dead one of theirs */
  async retry(actor: Actor, jobId: string): Promise<JobView> {
    permit(actor, 'job.retry');
    return this.unitOfWork.run(actor, async (tx) => {
      const isBack = await jobRunStore.retryDead(tx, jobId);
      const job = await tx.maybeOne<JobView>(byId, [tx.cooperativeId, jobId]);
      if (isBack && job !== null) return job;
      throw platformErrors.error('NOT_FOUND', 'There is no such dead letter.', { path: ['jobId'] });
    });
  }
}
