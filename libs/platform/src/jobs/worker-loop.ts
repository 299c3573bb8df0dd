import type { UnitOfWork } from '../db/unit-of-work.js';
import { FactRelay } from '../events/relay.js';
import { systemActor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { Log } from '../telemetry/log.js';
import { jobRunStore } from './job-run.store.js';
import type { JobCatalogue } from './job-catalogue.js';
import type { JobOutcome, JobRunner } from './job-runner.js';
import type { Scheduler } from './scheduler.js';
import type { Wake } from './job.js';
import type { WakeQueue } from './wake-queue.js';

const relayEveryMs = 250;
const sweepEveryMs = 1_000;
const scheduleEveryMs = 5_000;
const keepDoneDays = 30;
const concurrency = 8;

export interface WorkerParts {
  readonly unitOfWork: UnitOfWork;
  readonly catalogue: JobCatalogue;
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The worker's heartbeats: relay facts, make scheduled jobs, wake what is due, run what is woken.
 * Any number of workers run beside each other.
 */
export class WorkerLoop {
  readonly #relay: FactRelay;
  readonly #runningByName = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #beats = new Set<Promise<void>>();
  #stopConsuming: () => Promise<void> = async () => undefined;
  #stopped = false;

  constructor(private readonly parts: WorkerParts) {
    this.#relay = new FactRelay(parts.unitOfWork);
  }

  /** Starts all heartbeats on a queue. */
  async start(queue: WakeQueue): Promise<void> {
    this.#stopConsuming = await queue.consume((wake) => this.#runWithinLimit(wake), concurrency);
    this.#beat(relayEveryMs, async () => {
      while ((await this.#relay.relay()) === 500 && !this.#stopped);
    });
    this.#beat(sweepEveryMs, () => this.#sweep(queue));
    this.#beat(scheduleEveryMs, () => this.parts.scheduler.tick());
  }

  /**
   * Stops: no new work, running jobs get `graceMs` to finish, what still runs is handed back.
   */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#beats);
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.#stopConsuming(), grace]);
    clearTimeout(timer);
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
      const due = await this.#due();
      if (relayed === 0 && due.length === 0) return outcomes;
      for (const wake of due) {
        const outcome = await this.parts.runner.run(wake.id);
        outcomes.set(wake.name, [...(outcomes.get(wake.name) ?? []), outcome]);
      }
    }
  }

  #due(limit = 200): Promise<Wake[]> {
    return this.parts.unitOfWork.read(systemActor(null, 'job'), (tx) => jobRunStore.due(tx, limit));
  }

  async #sweep(queue: WakeQueue): Promise<void> {
    await queue.push(await this.#due());
    await this.parts.runner.revive();
    await this.parts.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      const keepFrom = new Date(tx.now.getTime() - keepDoneDays * 86_400_000);
      await jobRunStore.forgetDone(tx, keepFrom);
    });
  }

  async #runWithinLimit({ id, name }: Wake): Promise<void> {
    const running = this.#runningByName.get(name) ?? 0;
    // Left in Postgres: the next sweep brings it again.
    if (this.#stopped || running >= this.parts.catalogue.entry(name).definition.concurrency) return;
    this.#runningByName.set(name, running + 1);
    try {
      await this.parts.runner.run(id);
    } finally {
      this.#runningByName.set(name, (this.#runningByName.get(name) ?? 1) - 1);
    }
  }

  /** Repeats `body`, never two at once; a failure is logged and the next beat tries again. */
  #beat(everyMs: number, body: () => Promise<void>): void {
    const run = async (): Promise<void> => {
      try {
        await body();
      } catch (error) {
        this.parts.log.warn({ err: error }, 'a heartbeat of the worker failed');
      }
    };
    const again = (): void => {
      const beat = run().finally(() => {
        this.#beats.delete(beat);
        if (this.#stopped) return;
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          again();
        }, everyMs);
        this.#timers.add(timer);
      });
      this.#beats.add(beat);
    };
    again();
  }
}
