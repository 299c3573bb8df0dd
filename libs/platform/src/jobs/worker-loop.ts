import type { UnitOfWork } from '../db/unit-of-work.js';
import { FactRelay } from '../events/relay.js';
import { systemActor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';
import type { Log } from '../telemetry/log.js';
import { jobRunStore } from './job-run.store.js';
import type { JobCatalogue } from './job-catalogue.js';
import type { JobOutcome, JobRunner } from './job-runner.js';
import type { Scheduler } from './scheduler.js';
import type { Wake } from '../catalogue/job.js';
import type { WakeQueue } from './wake-queue.js';

const relayEveryMs = 250;
const sweepEveryMs = 1_000;
const scheduleEveryMs = 5_000;
/** Thirty times 24 hours: how old a row is has no calendar. */
const keepDoneMs = 30 * 24 * 3_600_000;
const concurrency = 8;
/** No co-operative takes every place: others come through, however much one has waiting. */
const perCooperative = 6;

export interface WorkerParts {
  readonly unitOfWork: UnitOfWork;
  readonly catalogue: JobCatalogue;
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly log: Log;
}

/** A claim on places: how many of a kind there may be at once. */
interface WantedPlace {
  readonly of: string;
  readonly atOnce: number;
}

/** Counts what runs, so that no name and no co-operative takes every place of a worker. */
class Places {
  readonly #taken = new Map<string, number>();

  /** Runs the body while it holds all the places that it wants; not at all when one is taken. */
  async hold(wanted: readonly WantedPlace[], body: () => Promise<unknown>): Promise<boolean> {
    const isFree = wanted.every(({ of, atOnce }) => this.#count(of) < atOnce);
    if (!isFree) return false;
    for (const { of } of wanted) this.#taken.set(of, this.#count(of) + 1);
    try {
      await body();
      return true;
    } finally {
      for (const { of } of wanted) this.#give(of);
    }
  }

  #count(of: string): number {
    return this.#taken.get(of) ?? 0;
  }

  #give(of: string): void {
    const left = this.#count(of) - 1;
    if (left === 0) this.#taken.delete(of);
    else this.#taken.set(of, left);
  }
}

/**
 * The worker's heartbeats: relay facts, make scheduled jobs, wake what is due, run what is woken.
 * Any number of workers run beside each other.
 */
export class WorkerLoop {
  readonly #relay: FactRelay;
  readonly #running = new Places();
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

  /** In the order of time, whoever they are for: what is drained runs to the end anyway. */
  #due(limit = 200): Promise<Wake[]> {
    return this.parts.unitOfWork.read(systemActor(null, 'job'), (tx) => jobRunStore.due(tx, limit));
  }

  #dueByTurns(limit = 200): Promise<Wake[]> {
    return this.parts.unitOfWork.read(systemActor(null, 'job'), (tx) =>
      jobRunStore.dueByTurns(tx, limit),
    );
  }

  async #sweep(queue: WakeQueue): Promise<void> {
    await queue.push(await this.#dueByTurns());
    await this.parts.runner.revive();
    await this.parts.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      const keepFrom = new Date(tx.now.getTime() - keepDoneMs);
      await jobRunStore.forgetDone(tx, keepFrom);
    });
  }

  async #runWithinLimit({ id, name, cooperativeId }: Wake): Promise<void> {
    if (this.#stopped) return;
    const atOnce = this.parts.catalogue.find(name)?.definition.concurrency ?? 1;
    const wanted = [{ of: `name ${name}`, atOnce }];
    if (cooperativeId !== null) {
      wanted.push({ of: `co-operative ${cooperativeId}`, atOnce: perCooperative });
    }
    // Where there is no place it is left in Postgres: a later sweep brings it again, in its turn.
    await this.#running.hold(wanted, () => this.parts.runner.run(id));
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
