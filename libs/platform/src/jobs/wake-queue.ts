import { setTimeout as delay } from 'node:timers/promises';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Log } from '../telemetry/log.js';
import { Outage } from '../kernel/outage.js';
import { queueSchema } from './queue-schema.js';
import { Wakes } from './wakes.js';

/**
 * What wakes workers. A wake says only that there is something to do: what it is stands in
 * Postgres, and the sweep finds what a lost wake would have told. So the queue may be away: workers
 * go on without it, a second later.
 */
export interface WakeQueue {
  /** Soon wakes a worker. Those that are asked for in one moment are one. Never throws. */
  wake(): void;
  /** Calls `onWake` for each wake. The returned function stops it. */
  consume(onWake: () => void): () => Promise<void>;
  close(): Promise<void>;
}

export interface WakeQueueOptions {
  /** Connection string of the application's role, for the queue's own tables. */
  readonly databaseUrl: string;
  /** When given, the queue lives there. Redis 6.2 or newer. */
  readonly redisUrl?: string | undefined;
  /** Keeps apart what shares one Redis. */
  readonly prefix?: string;
  /** Hears of an outage in two lines: when it begins and when it is over. */
  readonly log?: Log;
}

const queueName = 'rochdale';
/** A few names in turn: of one that waits or is being heard there is no second. */
const names = 8;
const reopenAfterMs = 1_000;
/** Longer than the hearing side's next try takes to fail: the two sides are back one by one. */
const quietMs = 3 * reopenAfterMs;
const closeWithinMs = 2_000;
const once = { removeOnComplete: true, removeOnFail: true } as const;

interface Backend {
  readonly queue: () => Queue;
  readonly worker: (run: () => Promise<void>) => Worker;
  readonly disconnect: () => void;
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

const workerOptions = { concurrency: 1, runRetryDelay: reopenAfterMs } as const;

function onPostgres(databaseUrl: string): Backend {
  const connection = {
    connectionString: databaseUrl,
    schema: queueSchema,
    max: 2,
    application_name: 'rochdale queue',
    // A wake that a crash takes back is found by the sweep: nobody waits for the disk.
    options: '-c synchronous_commit=off',
    Client: SteadyClient,
  };
  const options = { connection, ...workerOptions };
  return {
    queue: () => new Queue(queueName, { connection }, createPostgresBackend) as unknown as Queue,
    worker: (run) =>
      new Worker(queueName, run, options, createPostgresBackend) as unknown as Worker,
    disconnect: () => undefined,
  };
}

function onRedis(redisUrl: string, prefix: string, failed: (error: unknown) => void): Backend {
  // A worker's blocking connection must never give up; a producer's should fail soon.
  const producer = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  const consumer = new Redis(redisUrl, { maxRetriesPerRequest: null });
  // Nobody hears it before the queue is opened, and after: ioredis writes to the console then.
  for (const connection of [producer, consumer]) connection.on('error', failed);
  return {
    queue: () => new Queue(queueName, { connection: producer, prefix }),
    worker: (run) => new Worker(queueName, run, { connection: consumer, prefix, ...workerOptions }),
    disconnect: () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** Waits for it, but not long: what is away does not answer to being closed. */
async function shortly(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const late = delay(closeWithinMs, undefined, patience).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), late]);
  patience.abort();
}

/** Listens, and opens anew when the first connection could not be made. */
function listen(
  backend: Backend,
  onWake: () => void,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let isStopped = false;
  let worker: Worker;
  const open = (): void => {
    worker = backend.worker(async () => onWake());
    const opened = worker;
    opened.on('error', failed);
    opened.waitUntilReady().catch(async (error: unknown) => {
      if (isStopped) return;
      failed(error);
      await shortly(opened.close(true));
      await delay(reopenAfterMs);
      if (!isStopped) open();
    });
  };
  open();
  return async () => {
    isStopped = true;
    await shortly(worker.close());
  };
}

/** Adds to the queue, and opens it anew when it never opened: BullMQ keeps its first failure. */
function sender(backend: Backend, failed: (error: unknown) => void) {
  let queue: Queue | null = null;
  let sent = 0;
  const open = (): Queue => {
    const opened = backend.queue();
    opened.on('error', failed);
    return opened;
  };
  return {
    send: async (): Promise<void> => {
      queue ??= open();
      try {
        await queue.waitUntilReady();
      } catch (error) {
        const unready = queue;
        queue = null;
        await shortly(unready.close());
        throw error;
      }
      sent += 1;
      await queue.add('wake', {}, { ...once, jobId: `wake-${sent % names}` });
    },
    close: async (): Promise<void> => {
      if (queue !== null) await shortly(queue.close());
    },
  };
}

/** BullMQ on Postgres or on Redis. Nothing else in the code knows which. */
export function openWakeQueue(options: WakeQueueOptions): WakeQueue {
  const { databaseUrl, redisUrl, prefix = 'rochdale', log } = options;
  const words = {
    begins: 'the queue that wakes workers cannot be reached; jobs go on a little later',
    ends: 'the queue that wakes workers can be reached again',
  };
  const outage = new Outage(log, words, quietMs);
  const failed = (error: unknown): void => wakes.failed(error);
  const backend =
    redisUrl === undefined ? onPostgres(databaseUrl) : onRedis(redisUrl, prefix, failed);
  const producer = sender(backend, failed);
  const wakes: Wakes = new Wakes(producer.send, outage);
  return {
    wake: () => wakes.ask(),
    consume: (onWake) => listen(backend, onWake, failed),
    close: async () => {
      await wakes.close();
      await producer.close();
      backend.disconnect();
    },
  };
}
