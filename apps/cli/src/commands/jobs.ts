import { CodedError, fromEitherId, toGlobalId } from '@rochdale/platform';
import type { CliCommand, CliStreams } from '../command.js';
import { UnusableInput } from '../command.js';
import { connectedTo, operatorConfig } from '../owner.js';

const usage = 'jobs [list [--status queued|running|done|dead] [--json]] | jobs retry <id>';

const list = `select id, name, status, attempts, max_attempts as "maxAttempts",
    run_at as "runAt", cooperative_id as "cooperativeId", last_error_code as "lastErrorCode",
    last_error as "lastError"
  from platform.jobs where status = $1 order by run_at, id limit 200`;
// Tries are counted on, never anew: a process that was away since an earlier one would pass for it.
const retry = `update platform.jobs
  set status = 'queued', max_attempts = attempts + least(max_attempts, 8), run_at = now(),
    finished_at = null
  where id = $1 and status = 'dead' returning id`;

interface JobRow {
  readonly id: string;
  readonly cooperativeId: string | null;
  readonly name: string;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly lastErrorCode: string | null;
  readonly lastError: string | null;
}

function show(rows: readonly JobRow[], status: string, asJson: boolean, streams: CliStreams): void {
  if (asJson) {
    streams.stdout.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  for (const row of rows) {
    const reason = row.lastErrorCode === null ? '' : `${row.lastErrorCode}: ${row.lastError ?? ''}`;
    const tries = `${row.attempts}/${row.maxAttempts}`;
    streams.stdout.write(`${row.id}  ${row.name}  ${tries}  ${reason}\n`);
  }
  streams.stdout.write(`${rows.length} ${status}\n`);
}

/** With the ids that every edge gives. */
function told({ id, cooperativeId, ...row }: JobRow): JobRow {
  return {
    ...row,
    id: toGlobalId('Job', id),
    cooperativeId: cooperativeId === null ? null : toGlobalId('Cooperative', cooperativeId),
  };
}

/** @throws UnusableInput */
function plainIdOf(id: string): string {
  try {
    return fromEitherId('Job', id);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    throw new UnusableInput(`retry wants a job's id: ${usage}`);
  }
}

function statusOf(args: readonly string[]): string {
  const at = args.indexOf('--status');
  const status = at === -1 ? 'dead' : (args[at + 1] ?? '');
  if (!['queued', 'running', 'done', 'dead'].includes(status)) throw new UnusableInput(usage);
  return status;
}

/** Shows jobs (dead letters unless told otherwise) and tries a dead one again. */
export const command: CliCommand = {
  run: async (args, streams) => {
    const [verb = 'list', id = ''] = args[0]?.startsWith('--') ? ['list'] : args;
    if (verb !== 'list' && verb !== 'retry') throw new UnusableInput(usage);
    const jobId = verb === 'retry' ? plainIdOf(id) : null;
    return connectedTo(operatorConfig().database.ownerUrl, async (client) => {
      if (verb === 'list') {
        const status = statusOf(args);
        const { rows } = await client.query<JobRow>(list, [status]);
        show(rows.map(told), status, args.includes('--json'), streams);
        return 0;
      }
      const { rowCount } = await client.query(retry, [jobId]);
      if (rowCount === 0) throw new UnusableInput(`there is no dead job ${id}`);
      streams.stdout.write(`${id} will be tried again\n`);
      return 0;
    });
  },
};
