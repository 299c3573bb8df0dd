import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Wake } from '../catalogue/job.js';
import { queueSchema } from './queue-schema.js';

/**
 * What wakes workers. It may lose or repeat a wake: the claim in Postgres makes a job run once, and
 * the sweep finds what was lost.
 */
export interface WakeQueue {
  push(wakes: readonly Wake[]): Promise<void>;
  /** Calls `run` for each wake. The returned function stops taking new ones and waits for `run`. */
  consume(run: (wake: Wake) => Promise<void>, concurrency: number): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface WakeQueueOptions {
  /** Connection string of the application's role, for the queue's own tables. */
  readonly databaseUrl: string;
  /** When given, the queue lives there. Redis 6.2 or newer. */
  readonly redisUrl?: string | undefined;
  /** Keeps apart what shares one Redis. */
  readonly prefix?: string;
  readonly onError: (error: Error) => void;
}

const queueName = 'rochdale';

interface Backend {
  readonly queue: Queue<Wake>;
  readonly worker: (run: (wake: Wake) => Promise<void>, concurrency: number) => Worker<Wake>;
  readonly close: () => Promise<void>;
}

/**
 * BullMQ's pool listens to idle clients only: one that is lost while it is taken would end the
 * process. Its statement fails, which is enough.
 */
class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

function onPostgres({ databaseUrl }: WakeQueueOptions): Backend {
  const connection = {
    connectionString: databaseUrl,
    schema: queueSchema,
    max: 2,
    application_name: 'rochdale queue',
    Client: SteadyClient,
  };
  const queue = new Queue(queueName, { connection }, createPostgresBackend);
  return {
    queue: queue as unknown as Queue<Wake>,
    worker: (run, concurrency) =>
      new Worker(
        queueName,
        (job) => run(job.data as Wake),
        { connection, concurrency },
        createPostgresBackend,
      ) as unknown as Worker<Wake>,
    close: async () => undefined,
  };
}

function onRedis(redisUrl: string, prefix: string): Backend {
  // A worker's blocking connection must never give up; a producer's should fail at once.
  const producer = new Redis(redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: true });
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null });
  return {
    queue: new Queue<Wake>(queueName, { connection: producer, prefix }),
    worker: (run, concurrency) =>
      new Worker<Wake>(queueName, (job) => run(job.data), {
        connection: consumer,
        concurrency,
        prefix,
      }),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** BullMQ on Postgres or on Redis. Nothing else in the code knows which. */
export function openWakeQueue(options: WakeQueueOptions): WakeQueue {
  const { redisUrl, prefix = 'rochdale', onError } = options;
  const backend = redisUrl === undefined ? onPostgres(options) : onRedis(redisUrl, prefix);
  backend.queue.on('error', onError);
  return {
    push: async (wakes) => {
      if (wakes.length === 0) return;
      await backend.queue.addBulk(
        wakes.map((wake) => ({
          name: 'wake',
          data: wake,
          opts: {
            jobId: `${wake.id}-${wake.attempts}`,
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
    },
    consume: async (run, concurrency) => {
      const worker = backend.worker(run, concurrency);
      worker.on('error', onError);
      await worker.waitUntilReady();
      return () => worker.close();
    },
    close: async () => {
      await backend.queue.close();
      await backend.close();
    },
  };
}
