import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { sql } from '../db/statement.js';
import type { Actor } from '../kernel/actor.js';
import { platformErrors } from '../kernel/errors.js';
import { keysetPage, toPage } from '../kernel/page.js';
import type { Page, PageRequest } from '../kernel/page.js';
import { permit } from '../kernel/permissions.js';
import { jobRunStore } from './job-run.store.js';
import './job.permissions.js';

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
const list = (order: 'asc' | 'desc', compare: '>' | '<') => `select ${columns} from platform.jobs
  where cooperative_id = $1 and ($2::text is null or status = $2)
    and ($3::timestamptz is null or (created_at, id) ${compare} ($3::timestamptz, $4::uuid))
  order by created_at ${order}, id ${order} limit $5`;
const newestFirst = sql('platform.list-jobs', list('desc', '<'));
const oldestFirst = sql('platform.list-jobs-backwards', list('asc', '>'));
const byId = sql(
  'platform.find-job',
  `select ${columns} from platform.jobs where cooperative_id = $1 and id = $2`,
);

/** A co-operative's jobs, for its administrators: what is a dead letter, and trying it again. */
export class OperatorJobs {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async page(
    tx: Tx,
    request: PageRequest,
    status: JobView['status'] | null,
  ): Promise<Page<JobView>> {
    permit(tx.actor, 'job.read');
    const page = keysetPage(request, { parts: 2 });
    const rows = await tx.rows<JobView>(page.backwards ? oldestFirst : newestFirst, [
      tx.cooperativeId,
      status,
      page.key?.[0] ?? null,
      page.key?.[1] ?? null,
      page.limit,
    ]);
    return toPage(page, rows, (row) => [row.createdAt.toISOString(), row.id]);
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
