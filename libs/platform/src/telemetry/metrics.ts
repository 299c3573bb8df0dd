import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Database } from '../db/database.js';
import { isConnectionLost } from '../db/database-errors.js';
import { sql } from '../db/statement.js';
import { systemActor } from '../kernel/actor.js';
import type { Clock } from '../kernel/clock.js';

const queueState = sql(
  'platform.queue-state',
  `select status, count(*)::int as jobs,
     coalesce(extract(epoch from max($1::timestamptz - run_at)), 0)::float8 as "oldestSeconds"
   from platform.jobs where status in ('queued', 'running', 'dead')
     and (status <> 'queued' or run_at <= $1) group by status`,
);
const relayState = sql(
  'platform.relay-state',
  `select waiting::int as waiting,
     coalesce(extract(epoch from clock_timestamp() - oldest), 0)::float8 as "lagSeconds"
   from platform.facts_waiting()`,
);

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the service tells Prometheus. Labels are names of operations and jobs, never of persons. */
export class Metrics {
  readonly registry = new Registry();
  readonly #http: Histogram;
  readonly #graphql: Histogram;
  readonly #jobs: Histogram;
  readonly errors: Counter;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const registers = [this.registry];
    this.#http = new Histogram({
      name: 'rochdale_http_request_seconds',
      help: 'HTTP requests by route and status',
      labelNames: ['method', 'route', 'status'],
      buckets: seconds,
      registers,
    });
    this.#graphql = new Histogram({
      name: 'rochdale_graphql_operation_seconds',
      help: 'GraphQL operations by root field and outcome',
      labelNames: ['type', 'field', 'outcome'],
      buckets: seconds,
      registers,
    });
    this.#jobs = new Histogram({
      name: 'rochdale_job_seconds',
      help: 'Jobs by name and outcome',
      labelNames: ['job', 'outcome'],
      buckets: seconds,
      registers,
    });
    this.errors = new Counter({
      name: 'rochdale_errors_total',
      help: 'Errors by code',
      labelNames: ['code'],
      registers,
    });
  }

  http(method: string, route: string, status: number, tookSeconds: number): void {
    this.#http.observe({ method, route, status: String(status) }, tookSeconds);
  }

  graphql(type: string, field: string, outcome: string, tookSeconds: number): void {
    this.#graphql.observe({ type, field, outcome }, tookSeconds);
  }

  job(name: string, outcome: string, tookSeconds: number): void {
    this.#jobs.observe({ job: name, outcome }, tookSeconds);
  }

  /** Reads the pool, the queue and the relay whenever Prometheus asks. */
  watch(database: Database, unitOfWork: UnitOfWork, clock: Clock): void {
    const registers = [this.registry];
    const { pool } = database;
    const gauge = (
      name: string,
      help: string,
      labelNames: string[],
      collect: () => void | Promise<void>,
    ): Gauge => {
      const made: Gauge = new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect: async () => {
          try {
            await collect();
          } catch (error) {
            // The other figures are told while the database is away, just when they are wanted.
            if (!isConnectionLost(error)) throw error;
            made.reset();
          }
        },
      });
      return made;
    };
    const connections: Gauge = gauge(
      'rochdale_pool_connections',
      'Database connections by state',
      ['state'],
      () => {
        connections.set({ state: 'total' }, pool.totalCount);
        connections.set({ state: 'idle' }, pool.idleCount);
        connections.set({ state: 'waiting' }, pool.waitingCount);
      },
    );
    const drift: Gauge = gauge(
      'rochdale_clock_drift_seconds',
      'How far the clock of this machine is ahead of the database’s, which counts',
      [],
      () => drift.set(clock.driftMs / 1000),
    );
    const depth: Gauge = gauge('rochdale_jobs', 'Jobs that are due, by status', ['status'], () =>
      this.#readQueue(unitOfWork, depth, age),
    );
    const age = gauge(
      'rochdale_jobs_oldest_seconds',
      'How long the oldest job is due',
      ['status'],
      () => undefined,
    );
    const lag: Gauge = gauge(
      'rochdale_ledger_relay_lag_seconds',
      'Age of the oldest fact that is not relayed',
      [],
      async () => {
        const state = await unitOfWork.read(systemActor(null, 'job'), (tx) =>
          tx.one<{ lagSeconds: number }>(relayState),
        );
        lag.set(state.lagSeconds);
      },
    );
  }

  async #readQueue(unitOfWork: UnitOfWork, depth: Gauge, age: Gauge): Promise<void> {
    const rows = await unitOfWork.read(systemActor(null, 'job'), (tx) =>
      tx.rows<{ status: string; jobs: number; oldestSeconds: number }>(queueState, [tx.now]),
    );
    depth.reset();
    age.reset();
    for (const { status, jobs, oldestSeconds } of rows) {
      depth.set({ status }, jobs);
      age.set({ status }, Math.max(0, oldestSeconds));
    }
  }
}
