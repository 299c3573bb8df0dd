import type { Type } from '@nestjs/common';
import type { Actor } from '../kernel/actor.js';
import type { JobDefinition } from './job.js';

/** Why a job was given up, as the dead letter says it. */
export interface GivenUp {
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/** What carries a job out. At least once: the use case behind it claims its work in Postgres. */
export interface JobHandler {
  readonly name: string;
  readonly run: (actor: Actor, payload: object) => Promise<void>;
  /** Told when the job has become a dead letter: at least once, and after that was committed. */
  readonly givenUp?: (actor: Actor, payload: object, why: GivenUp) => Promise<void>;
}

/** Finds the one instance of a class that the process was composed with. */
export type FindDoor = <Door>(type: Type<Door>) => Door;

/** A job and the class that carries it out, as a room declares it: no instances yet. */
export interface HandlerBinding {
  readonly job: string;
  /** @throws Error when no module provides the class */
  readonly bindTo: (find: FindDoor) => JobHandler;
}

/** A use case that takes a job's payload as it is. */
interface UseCase<Payload> {
  execute(actor: Actor, payload: Payload): Promise<unknown>;
}

/** A use case that hears that a job was given up. */
interface GivenUpUseCase<Payload> {
  execute(actor: Actor, payload: Payload, why: GivenUp): Promise<unknown>;
}

interface Ways<Payload, Door> {
  readonly run: (door: Door, actor: Actor, payload: Payload) => Promise<unknown>;
  readonly givenUp?: Type<GivenUpUseCase<Payload>>;
}

/**
 * Binds a job to the use case that carries it out, by `execute(actor, payload)` unless `run` says
 * otherwise. `givenUp` names the use case that hears of it when the job has become a dead letter:
 * in a transaction of its own, and again until it does not throw.
 */
export function handle<Payload extends object, Door extends UseCase<Payload>>(
  job: JobDefinition<Payload>,
  useCase: Type<Door>,
  how?: Pick<Ways<Payload, Door>, 'givenUp'>,
): HandlerBinding;
export function handle<Payload extends object, Door extends object>(
  job: JobDefinition<Payload>,
  useCase: Type<Door>,
  how: Ways<Payload, Door>,
): HandlerBinding;
export function handle<Payload extends object, Door extends UseCase<Payload>>(
  job: JobDefinition<Payload>,
  useCase: Type<Door>,
  how: Partial<Ways<Payload, Door>> = {},
): HandlerBinding {
  const { run = (door, actor, payload) => door.execute(actor, payload) } = how;
  return {
    job: job.name,
    bindTo: (find) => {
      const door = find(useCase);
      const listener = how.givenUp === undefined ? null : find(how.givenUp);
      return {
        name: job.name,
        run: async (actor, payload) => {
          await run(door, actor, job.payload.parse(payload));
        },
        ...(listener !== null && {
          givenUp: async (actor, payload, why) => {
            await listener.execute(actor, job.payload.parse(payload), why);
          },
        }),
      };
    },
  };
}
