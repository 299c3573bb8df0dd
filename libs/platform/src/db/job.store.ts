import { allJobs } from '../catalogue/job.js';
import { assert } from '../kernel/assert.js';
import { canonicalJson } from '../kernel/canonical.js';
import { newId } from '../kernel/id.js';
import { JobEntity } from './job.entity.js';
import { columnsOf } from './mapping.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';
import type { DueJob, JobRequest } from '../catalogue/job.js';

const insert = sql(
  'platform.insert-jobs',
  `insert into platform.jobs
     (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
   select id, cooperative_id, name, key, payload::jsonb, max_attempts, run_at, $8::timestamptz
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[],
               $7::timestamptz[])
     as job (id, cooperative_id, name, key, payload, max_attempts, run_at)
   on conflict (name, key) do nothing
   returning ${columnsOf(JobEntity, { only: ['id', 'name', 'cooperativeId', 'runAt'] })}`,
);

function cooperativeOf(payload: object): string | null {
  const id = (payload as { cooperativeId?: unknown }).cooperativeId;
  return typeof id === 'string' ? id : null;
}

interface JobRow extends JobRequest {
  readonly id: string;
  readonly attempts: number;
}

/** Requested jobs, ready to be sent. */
export function jobRows(requests: readonly JobRequest[]): JobRow[] {
  return requests.map((request) => {
    const definition = allJobs().get(request.name);
    assert(definition !== undefined, `job ${request.name} is in the catalogue`);
    return { ...request, id: newId(), attempts: definition.attempts };
  });
}

/** Writes jobs and returns each that is new and due. */
export async function insertJobs(tx: Tx, rows: readonly JobRow[]): Promise<DueJob[]> {
  if (rows.length === 0) return [];
  const written = await tx.rows<DueJob & { runAt: Date }>(insert, [
    rows.map((row) => row.id),
    rows.map((row) => cooperativeOf(row.payload)),
    rows.map((row) => row.name),
    rows.map((row) => row.key ?? row.id),
    rows.map((row) => canonicalJson(row.payload)),
    rows.map((row) => row.attempts),
    rows.map((row) => row.runAt ?? tx.now),
    tx.now,
  ]);
  return written
    .filter((row) => row.runAt <= tx.now)
    .map(({ id, name, cooperativeId }) => ({ id, name, cooperativeId }));
}
