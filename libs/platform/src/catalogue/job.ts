import type { z } from 'zod';
import { assert } from '../kernel/assert.js';
import type { FactDefinition, RecordedFact } from './fact.js';

/** A kind of job: one of a closed catalogue, declared once by the room that owns it. */
export interface JobDefinition<Payload extends object> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** How often it is tried before it is a dead letter. */
  readonly attempts: number;
  /** The pause after the first failure; doubled after each further one, up to an hour. */
  readonly backoffMs: number;
  /** How many of this kind one worker runs at once. */
  readonly concurrency: number;
  /** How long one try may take before it counts as failed. */
  readonly timeoutMs: number;
  /**
   * Whether another worker begins twenty seconds after the one that ran it went away, and not two
   * minutes: for what must not wait. A process that stands still for as long has it done twice.
   */
  readonly hasBriefLease: boolean;
}

export interface JobOptions {
  /** One job per name and key, for ever. Without it, every request is a job. */
  readonly key?: string;
  /** Not before this moment of the business clock. */
  readonly runAt?: Date;
}

/** A job that waits for a worker. */
export interface DueJob {
  readonly id: string;
  readonly name: string;
  readonly cooperativeId: string | null;
}

export interface JobRequest extends JobOptions {
  readonly name: string;
  readonly payload: object;
}

/** A job that follows a fact. The relay makes it, once per fact. */
export interface Reaction {
  readonly on: string;
  readonly job: JobDefinition<object>;
  readonly payload: (fact: RecordedFact) => object;
  readonly when: (fact: RecordedFact) => boolean;
}

/** A job at set times, once per slot whatever the number of workers. */
export interface Schedule {
  readonly job: JobDefinition<object>;
  readonly perCooperative: boolean;
  readonly everyMs: number | null;
  /** `HH:MM` in UTC. */
  readonly dailyAt: string | null;
}

const definitions = new Map<string, JobDefinition<object>>();
const retired = new Map<string, string>();
const reactions: Reaction[] = [];
const schedules: Schedule[] = [];

export function defineJob<Payload extends object>(
  job: Pick<JobDefinition<Payload>, 'name' | 'payload'> & Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  assert(/^[a-z-]+\.[a-z-]+$/.test(job.name), `job ${job.name} is not room.verb-noun`);
  assert(!definitions.has(job.name), `job ${job.name} is declared twice`);
  const usual = { attempts: 8, backoffMs: 2_000, concurrency: 4, timeoutMs: 600_000 };
  const definition = { ...usual, hasBriefLease: false, ...job };
  definitions.set(job.name, definition);
  return definition;
}

/**
 * Declares that jobs of this kind have nothing to do any more, and why: a process of the version
 * before may still write some, while both run. They are done as soon as it is their turn.
 */
export function retiredJob(name: string, because: string): void {
  assert(/^[a-z-]+\.[a-z-]+$/.test(name), `job ${name} is not room.verb-noun`);
  assert(!retired.has(name), `job ${name} is retired twice`);
  retired.set(name, because);
}

/** Declares that a job follows a fact. What the fact says is typed by its definition. */
export function defineReaction<Payload extends object, Data extends object>(reaction: {
  on: FactDefinition<Data>;
  job: JobDefinition<Payload>;
  payload: (fact: RecordedFact<Data>) => Payload;
  when?: (fact: RecordedFact<Data>) => boolean;
}): Reaction {
  const { on, job, payload, when = () => true } = reaction;
  // The relay gives each fact to the reactions to its type alone.
  const dataOf = (fact: RecordedFact) => fact as unknown as RecordedFact<Data>;
  const declared: Reaction = {
    on: on.type,
    job,
    payload: (fact) => payload(dataOf(fact)),
    when: (fact) => when(dataOf(fact)),
  };
  reactions.push(declared);
  return declared;
}

/**
 * Declares a job at set times: once for each co-operative with `{cooperativeId, slot}`, or once
 * with `{slot}`.
 */
export function defineSchedule<Payload extends object>(schedule: {
  job: JobDefinition<Payload>;
  perCooperative?: boolean;
  everyMs?: number;
  dailyAt?: string;
}): Schedule {
  assert(
    (schedule.everyMs === undefined) !== (schedule.dailyAt === undefined),
    `schedule of ${schedule.job.name} has one rhythm`,
  );
  const declared: Schedule = {
    job: schedule.job,
    perCooperative: schedule.perCooperative ?? true,
    everyMs: schedule.everyMs ?? null,
    dailyAt: schedule.dailyAt ?? null,
  };
  schedules.push(declared);
  return declared;
}

export function allJobs(): ReadonlyMap<string, JobDefinition<object>> {
  return definitions;
}

/** By name, why there is nothing to do. */
export function retiredJobs(): ReadonlyMap<string, string> {
  return retired;
}

export function allReactions(): readonly Reaction[] {
  return reactions;
}

export function allSchedules(): readonly Schedule[] {
  return schedules;
}
