import type { Actor } from '@rochdale/platform';
import type { TestWorld } from '@rochdale/testing';
import { workerOf } from '../../../platform/src/testing/worker-of.js';
import type { Handlers, TestWorker } from '../../../platform/src/testing/worker-of.js';
import { delivering } from './delivering.js';
import { openReceiver } from './receiver.js';
import type { TestReceiver } from './receiver.js';

/** A program that hears of some facts, the worker that tells it, and the time that passes. */
export interface Hearing {
  readonly receiver: TestReceiver;
  readonly worker: TestWorker;
  readonly deliver: ReturnType<typeof delivering>['deliver'];
  readonly pass: (hours: number) => Promise<void>;
  /** What was told, in order, without the messages that came twice. */
  readonly heard: () => readonly string[];
  /** Back in reach, with nothing told: before each test. */
  readonly anew: () => Promise<void>;
}

/** Somebody hears of these facts, each as `<all that they have in common><its type>`. */
export async function hearing(
  world: TestWorld,
  {
    by,
    of,
    types,
    handlers,
  }: {
    readonly by: Actor;
    readonly of: string;
    readonly types: readonly string[];
    readonly handlers: Handlers;
  },
): Promise<Hearing> {
  const receiver = await openReceiver();
  const webhooks = delivering(world.unitOfWork);
  const worker = workerOf(world, { ...webhooks.handlers, ...handlers });
  await webhooks.add.execute(by, {
    url: receiver.url,
    types: types.map((type) => `${of}${type}`),
  });
  await worker.loop.drain();
  const pass = async (hours: number): Promise<void> => {
    world.clock.advance({ hours });
    await worker.loop.drain();
  };
  return {
    receiver,
    worker,
    deliver: webhooks.deliver,
    pass,
    heard: () => {
      const told = receiver.received.map((one) => [one.headers['webhook-id'], one.body] as const);
      return [...new Map(told).values()].map((body) =>
        (JSON.parse(body) as { type: string }).type.replace(of, ''),
      );
    },
    anew: async () => {
      receiver.status = 204;
      // A receiver that was down is asked again after an hour at most.
      await pass(2);
      receiver.received = [];
    },
  };
}
