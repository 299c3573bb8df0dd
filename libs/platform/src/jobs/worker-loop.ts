import { setTimeout as delay } from 'node:timers/promises';
import type { DueJob } from '../catalogue/job.js';
import { isConnectionLost } from '../db/database-errors.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { FactRelay } from '../events/relay.js';
import { systemActor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { Log } from '../telemetry/log.js';
import { Outage } from '../kernel/outage.js';
import { DueList } from './due-list.js';
import { Heartbeat } from './heartbeat.js';
import type { JobCatalogue } from './job-catalogue.js';
import { jobRunStore } from './job-run.store.js';
import type { ClaimedJob } from './job-run.store.js';
import type { JobOutcome, JobRunner } from './job-runner.js';
import { Places } from './places.js';
import type { Scheduler } from './scheduler.js';
import type { WakeQueue } from './wake-queue.js';

const relayEveryMs = 250;
const lookEveryMs = 1_000;
const tidyEveryMs = 1_000;
const scheduleEveryMs = 5_000;
/** Thirty times 24 hours: how old a row is has no calendar. */
const keepEndedMs = 30 * 24 * 3_600_000;
const concurrency = 8;
/** Of so many that are due, places are given to the first that may have one. */
const dueAtMost = 200;
const takenElsewhereMs = 20;

export interface WorkerParts {
  readonly unitOfWork: UnitOfWork;
  readonly catalogue: JobCatalogue;
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The worker's heartbeats: relay facts, make scheduled jobs, take what is due and run it. Any
 * number of workers run beside each other. A wake only makes a heartbeat come sooner: without a
 * queue everything goes on, a second later.
 */
export class WorkerLoop {
  readonly #relay: FactRelay;
  readonly #places: Places;
  readonly #due = new DueList();
  readonly #runs = new Set<Promise<void>>();
  readonly #beats: Readonly<Record<'relay' | 'look' | 'tidy' | 'schedule', Heartbeat>>;
  #stopConsuming: () => Promise<void> = async () => undefined;
  #isStopped = false;

  constructor(private readonly parts: WorkerParts) {
    this.#relay = new FactRelay(parts.unitOfWork);
    this.#places = new Places(
      concurrency,
      (name) => parts.catalogue.find(name)?.definition.concurrency ?? 1,
    );
    this.#beats = {
      relay: this.#beat('relaying facts', relayEveryMs, () => this.#relayAll()),
      look: this.#beat('taking jobs', lookEveryMs, () => this.#takeJobs()),
      tidy: this.#beat('tidying up after jobs', tidyEveryMs, () => this.#tidyUp()),
      schedule: this.#beat('making scheduled jobs', scheduleEveryMs, () =>
        this.parts.scheduler.tick(),
      ),
    };
  }

  /** Starts all heartbeats, and listens to a queue. */
  start(queue: WakeQueue): void {
    this.#stopConsuming = queue.consume(() => this.wake());
    for (const beat of Object.values(this.#beats)) beat.soon();
  }

  /** Something was left to do: it is looked at now. */
  wake(): void {
    this.#beats.relay.soon();
    this.#beats.look.soon();
  }

  /**
   * Stops: no new work, running jobs get `graceMs` to finish, what still runs is handed back.
   */
  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    await Promise.all(Object.values(this.#beats).map((beat) => beat.stop()));
    const grace = new AbortController();
    const ended = Promise.all([this.#stopConsuming(), ...this.#runs]);
    await Promise.race([ended, delay(graceMs, undefined, grace).catch(() => undefined)]);
    grace.abort();
    await this.parts.runner.handBack();
  }

  /**
   * Relays, schedules and runs, here and now, until nothing is due. For tests and the demo's year:
   * the same steps as the heartbeats take, in a set order. Returns the outcomes by job name.
   */
  async drain(): Promise<Map<string, JobOutcome[]>> {
    const outcomes = new Map<string, JobOutcome[]>();
    await this.parts.scheduler.tick();
    for (;;) {
      const relayed = await this.#relay.relay();
      const due = await this.#inOrder();
      if (relayed === 0 && due.length === 0) return outcomes;
      for (const job of due) {
        const outcome = await this.parts.runner.run(job.id);
        outcomes.set(job.name, [...(outcomes.get(job.name) ?? []), outcome]);
      }
    }
  }

  /** In the order of time, whoever they are for: what is drained runs to the end anyway. */
  #inOrder(): Promise<DueJob[]> {
    return this.parts.unitOfWork.read(systemActor(null, 'job'), (tx) =>
      jobRunStore.due(tx, dueAtMost),
    );
  }

  async #relayAll(): Promise<void> {
    while ((await this.#relay.relay()) === 500 && !this.#isStopped);
  }

  /** Fills the free places. Each job that ends frees one, and looks again. */
  async #takeJobs(): Promise<void> {
    while (this.#places.free > 0 && !this.#isStopped) {
      const wanted = await this.#wanted();
      if (wanted.length === 0) return;
      const claimed = await this.#claim(wanted);
      for (const job of claimed) this.#start(job);
      if (claimed.length === 0) await delay(takenElsewhereMs);
    }
  }

  /** What gets a place: of the list, or of one that is made now. */
  async #wanted(): Promise<DueJob[]> {
    const listed = this.#due.take(this.#places, performance.now());
    if (listed.length > 0) return listed;
    const due = await this.parts.runner.due(dueAtMost);
    this.#due.found(due, performance.now());
    return this.#due.take(this.#places, performance.now());
  }

  async #claim(wanted: readonly DueJob[]): Promise<readonly ClaimedJob[]> {
    let claimed: readonly ClaimedJob[] = [];
    try {
      claimed = await this.parts.runner.claim(wanted);
      return claimed;
    } finally {
      const kept = new Set(claimed.map(({ id }) => id));
      for (const job of wanted) if (!kept.has(job.id)) this.#places.give(job);
    }
  }

  #start(job: ClaimedJob): void {
    let hasPlace = true;
    const ended = (): void => {
      if (!hasPlace) return;
      hasPlace = false;
      this.#places.give(job);
      this.#beats.look.soon();
    };
    const run = this.#carryOut(job, ended).finally(() => {
      this.#runs.delete(run);
      ended();
    });
    this.#runs.add(run);
  }

  async #carryOut(job: ClaimedJob, ended: () => void): Promise<void> {
    try {
      await this.parts.runner.carryOut(job, ended);
    } catch (error) {
      // What became of it could not be written down: its lease runs out, and it is tried again.
      const { name, id } = job;
      this.parts.log.warn({ err: error, job: name, jobId: id }, 'a job is left to its lease');
    }
  }

  async #tidyUp(): Promise<void> {
    await this.parts.runner.revive();
    await this.parts.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      const keepFrom = new Date(tx.now.getTime() - keepEndedMs);
      await jobRunStore.forgetEnded(tx, keepFrom, this.parts.catalogue.namesDoneWithout());
    });
  }

  /** A failure is told once, and the next beat tries again. */
  #beat(what: string, everyMs: number, body: () => Promise<void>): Heartbeat {
    const words = { begins: `${what} fails`, ends: `${what} works again` };
    const outage = new Outage(this.parts.log, words, 0);
    return new Heartbeat(everyMs, body, (error) => {
      if (error === undefined) outage.worked();
      // That the database is away is said once, by who is connected to it.
      else if (!isConnectionLost(error)) outage.failed(error);
    });
  }
}
