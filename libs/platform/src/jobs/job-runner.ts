import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { CodedError, platformErrors } from '../kernel/errors.js';
import type { Log } from '../telemetry/log.js';
import type { JobCatalogue } from './job-catalogue.js';
import { jobRunStore } from './job-run.store.js';
import type { ClaimedJob, Failure } from './job-run.store.js';
import { noteGivenUp } from './tell-given-up.js';
import type { DeadJob } from './tell-given-up.js';

export type JobOutcome = 'done' | 'skipped' | 'retry' | 'dead';

const maxBackoffMs = 3_600_000;
const heartbeatMs = 30_000;
/** Failures that trying again does not mend. */
const hopeless: ReadonlySet<string> = new Set(['invalid', 'forbidden', 'not_found']);

/** What takes longer counts as failed. It may still end, and then says nothing of the job. */
async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const message = `It took longer than ${timeoutMs / 1_000} s.`;
    timer = setTimeout(() => reject(platformErrors.error('JOB_TIMED_OUT', message)), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Doubles after each failure, up to an hour. */
export function backoffMs(firstMs: number, attempt: number): number {
  return Math.min(firstMs * 2 ** Math.min(attempt - 1, 20), maxBackoffMs);
}

/**
 * Carries jobs out. The claim is in Postgres: whatever the queue says, and however often it says
 * it, a job runs in one place at a time, and once it is done it is done.
 */
export class JobRunner {
  readonly #running = new Map<string, ClaimedJob>();
  readonly #actor = systemActor(null, 'job');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: JobCatalogue,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly observe: (name: string, outcome: JobOutcome, seconds: number) => void,
  ) {}

  /** Claims and runs one job. Never throws for a job's own failure: that is an outcome. */
  async run(id: string): Promise<JobOutcome> {
    const job = await this.unitOfWork.run(this.#actor, (tx) => jobRunStore.claim(tx, id));
    if (job === null) return 'skipped';
    this.#running.set(id, job);
    const heartbeat = setInterval(() => void this.#extend(job), heartbeatMs);
    const started = process.hrtime.bigint();
    try {
      const outcome = await this.#carryOut(job);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      this.observe(job.name, outcome, seconds);
      return outcome;
    } finally {
      clearInterval(heartbeat);
      this.#running.delete(id);
    }
  }

  /** Gives what still runs back to the queue: another worker takes it from the start. */
  async handBack(): Promise<void> {
    const held = [...this.#running.values()];
    if (held.length === 0) return;
    await this.unitOfWork.run(this.#actor, (tx) => jobRunStore.handBack(tx, held));
  }

  /** Gives back what other processes ran when they went away. */
  async revive(): Promise<void> {
    await this.unitOfWork.run(this.#actor, async (tx) => {
      for (const dead of await jobRunStore.reviveExpired(tx)) {
        this.#noteGivenUp(tx, dead);
      }
    });
  }

  get runningCount(): number {
    return this.#running.size;
  }

  async #carryOut(job: ClaimedJob): Promise<JobOutcome> {
    try {
      const entry = this.catalogue.find(job.name);
      if (entry === null) {
        throw platformErrors.error('JOB_UNKNOWN', 'This version carries out no such job.');
      }
      const { definition, handler } = entry;
      const actor = systemActor(job.cooperativeId, 'job', job.id);
      await within(definition.timeoutMs, handler.run(actor, job.payload));
    } catch (error) {
      return this.#fail(job, error);
    }
    const finished = await this.unitOfWork.run(this.#actor, (tx) => jobRunStore.finish(tx, job));
    return finished === 1 ? 'done' : 'skipped';
  }

  async #fail(job: ClaimedJob, error: unknown): Promise<JobOutcome> {
    const failure = this.#failure(job, error);
    const level = failure.status === 'dead' ? 'error' : 'warn';
    this.log[level](
      { err: error, job: job.name, jobId: job.id, attempt: job.attempts },
      failure.status === 'dead' ? 'a job is a dead letter' : 'a job failed and will be tried again',
    );
    const isOurs = await this.unitOfWork.run(this.#actor, async (tx) => {
      if ((await jobRunStore.putBack(tx, job, failure)) === 0) return false;
      if (failure.status === 'dead') this.#noteGivenUp(tx, job);
      return true;
    });
    if (!isOurs) return 'skipped';
    return failure.status === 'dead' ? 'dead' : 'retry';
  }

  #noteGivenUp(tx: Tx, dead: DeadJob): void {
    const entry = this.catalogue.find(dead.name);
    if (entry !== null) noteGivenUp(tx, dead, entry.handler);
  }

  #failure(job: ClaimedJob, error: unknown): Failure {
    const coded = error instanceof CodedError ? error : null;
    const dead = job.attempts >= job.maxAttempts || (coded !== null && hopeless.has(coded.kind));
    const firstMs = this.catalogue.find(job.name)?.definition.backoffMs ?? 0;
    const pauseMs = backoffMs(firstMs, job.attempts);
    return {
      status: dead ? 'dead' : 'queued',
      runAt: new Date(this.clock.now().getTime() + pauseMs),
      code: coded?.code ?? 'INTERNAL',
      message: (error instanceof Error ? error.message : 'failed').slice(0, 500),
    };
  }

  async #extend(job: ClaimedJob): Promise<void> {
    try {
      const kept = await this.unitOfWork.run(this.#actor, (tx) => jobRunStore.extendLease(tx, job));
      assert(kept <= 1, 'a lease is one row');
    } catch (error) {
      this.log.warn({ err: error, jobId: job.id }, 'a lease could not be extended');
    }
  }
}
