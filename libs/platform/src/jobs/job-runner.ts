import { setTimeout as delay } from 'node:timers/promises';
import type { DueJob } from '../catalogue/job.js';
import { Postponed } from '../catalogue/postponed.js';
import { isConnectionLost } from '../db/database-errors.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { CodedError, platformErrors } from '../kernel/errors.js';
import type { Log } from '../telemetry/log.js';
import { wordsOf } from '../telemetry/strike-out.js';
import { FinishedJobs } from './finished-jobs.js';
import type { JobCatalogue } from './job-catalogue.js';
import { jobRunStore } from './job-run.store.js';
import type { ClaimedJob, Failure } from './job-run.store.js';
import { noteGivenUp } from './tell-given-up.js';
import type { DeadJob } from './tell-given-up.js';

export type JobOutcome = 'done' | 'skipped' | 'retry' | 'dead';

const maxBackoffMs = 3_600_000;
/** How often a lease is made longer, and a brief one. */
const heartbeatMs = 30_000;
const briefHeartbeatMs = 5_000;
/** The claim's longer interval. */
const leaseMs = 120_000;
const writeAgainMs = 250;
/** As many may run, or be done and not yet written down: what a crash would have done again. */
const atOnceInMemory = 64;
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
  readonly #finished: FinishedJobs;
  #isGivingBack = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: JobCatalogue,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly observe: (name: string, outcome: JobOutcome, seconds: number) => void,
  ) {
    this.#finished = new FinishedJobs((ended) =>
      this.#write((tx) => jobRunStore.finish(tx, ended)),
    );
  }

  /** Claims and runs one job. Never throws for a job's own failure: that is an outcome. */
  async run(id: string): Promise<JobOutcome> {
    const [job] = await this.#claim([id]);
    return job === undefined ? 'skipped' : this.carryOut(job);
  }

  /** What is due, each kind and each co-operative in its turn. */
  due(atMost: number): Promise<DueJob[]> {
    return this.unitOfWork.read(this.#actor, (tx) => jobRunStore.dueByTurns(tx, atMost));
  }

  /** Claims those of the jobs that are still to be had. */
  claim(jobs: readonly DueJob[]): Promise<ClaimedJob[]> {
    return this.#claim(jobs.map(({ id }) => id));
  }

  /**
   * Runs a claimed job to its end. Never throws for a job's own failure: that is an outcome.
   * `ended` is called when its work is over, maybe before that is written down: others may begin.
   */
  async carryOut(job: ClaimedJob, ended: () => void = () => undefined): Promise<JobOutcome> {
    this.#running.set(job.id, job);
    const isBrief = this.catalogue.find(job.name)?.definition.hasBriefLease ?? false;
    const everyMs = isBrief ? briefHeartbeatMs : heartbeatMs;
    const heartbeat = setInterval(() => void this.#extend(job), everyMs);
    const started = process.hrtime.bigint();
    try {
      const outcome = await this.#try(job, ended);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      this.observe(job.name, outcome, seconds);
      return outcome;
    } finally {
      clearInterval(heartbeat);
      this.#running.delete(job.id);
    }
  }

  /** Gives what still runs back to the queue: another worker takes it from the start. */
  async handBack(): Promise<void> {
    this.#isGivingBack = true;
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

  #claim(ids: readonly string[]): Promise<ClaimedJob[]> {
    const brief = this.catalogue.namesOfBriefLease();
    return this.unitOfWork.run(this.#actor, (tx) => jobRunStore.claim(tx, ids, brief));
  }

  async #try(job: ClaimedJob, ended: () => void): Promise<JobOutcome> {
    try {
      await this.#carryOut(job);
    } catch (error) {
      return error instanceof Postponed ? this.#postpone(job, error) : this.#fail(job, error);
    }
    if (this.#running.size < atOnceInMemory) ended();
    return (await this.#finished.add(job)) ? 'done' : 'skipped';
  }

  /** A job of a retired kind is done as it is. @throws CodedError JOB_UNKNOWN, JOB_TIMED_OUT */
  async #carryOut({ id, name, cooperativeId, payload }: ClaimedJob): Promise<void> {
    const entry = this.catalogue.find(name);
    if (entry !== null) {
      const { definition, handler } = entry;
      const actor = systemActor(cooperativeId, 'job', id);
      return within(definition.timeoutMs, handler.run(actor, payload));
    }
    const because = this.catalogue.whyRetired(name);
    if (because === null) {
      throw platformErrors.error('JOB_UNKNOWN', 'This version carries out no such job.');
    }
    this.log.info({ job: name, jobId: id, because }, 'a job of before has nothing to do');
  }

  async #postpone(job: ClaimedJob, { until }: Postponed): Promise<JobOutcome> {
    const count = await this.#write((tx) => jobRunStore.postpone(tx, job, until));
    return count === 1 ? 'retry' : 'skipped';
  }

  async #fail(job: ClaimedJob, error: unknown): Promise<JobOutcome> {
    const failure = this.#failure(job, error);
    const level = failure.status === 'dead' ? 'error' : 'warn';
    this.log[level](
      { err: error, job: job.name, jobId: job.id, attempt: job.attempts },
      failure.status === 'dead' ? 'a job is a dead letter' : 'a job failed and will be tried again',
    );
    const isOurs = await this.#write(async (tx) => {
      if ((await jobRunStore.putBack(tx, job, failure)) === 0) return false;
      if (failure.status === 'dead') this.#noteGivenUp(tx, job);
      return true;
    });
    if (!isOurs) return 'skipped';
    return failure.status === 'dead' ? 'dead' : 'retry';
  }

  /**
   * Writes down what became of a try. While the database is away it waits, for as long as the
   * lease could last: a job that was done would be done again.
   */
  async #write<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    const until = performance.now() + leaseMs;
    for (;;) {
      try {
        return await this.unitOfWork.run(this.#actor, body);
      } catch (error) {
        const isOver = this.#isGivingBack || performance.now() > until;
        if (isOver || !isConnectionLost(error)) throw error;
        await delay(writeAgainMs);
      }
    }
  }

  #noteGivenUp(tx: Tx, dead: DeadJob): void {
    const entry = this.catalogue.find(dead.name);
    if (entry !== null) noteGivenUp(tx, dead, entry.handler);
  }

  #failure(job: ClaimedJob, error: unknown): Failure {
    const coded = error instanceof CodedError ? error : null;
    const dead = job.attempts >= job.maxAttempts || (coded !== null && hopeless.has(coded.kind));
    const definition = this.catalogue.find(job.name)?.definition;
    // What was handed back or postponed counts for the fence, and for nothing else.
    const { attempts = job.maxAttempts } = definition ?? {};
    const uncounted = Math.max(0, job.maxAttempts - attempts);
    const pauseMs = backoffMs(definition?.backoffMs ?? 0, Math.max(1, job.attempts - uncounted));
    return {
      status: dead ? 'dead' : 'queued',
      runAt: new Date(this.clock.now().getTime() + pauseMs),
      code: coded?.code ?? 'INTERNAL',
      message: (error instanceof Error ? wordsOf(error) : 'failed').slice(0, 500),
    };
  }

  async #extend(job: ClaimedJob): Promise<void> {
    try {
      const brief = this.catalogue.namesOfBriefLease();
      const kept = await this.unitOfWork.run(this.#actor, (tx) =>
        jobRunStore.extendLease(tx, job, brief),
      );
      assert(kept <= 1, 'a lease is one row');
    } catch (error) {
      // That the database is away is said once, by who is connected to it.
      if (!isConnectionLost(error))
        this.log.warn({ err: error, jobId: job.id }, 'a lease could not be extended');
    }
  }
}
