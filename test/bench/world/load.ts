import type { Writable } from 'node:stream';
import autocannon from 'autocannon';
import type { LoadRequest } from 'autocannon';
import pg from 'pg';
import { assert } from '@rochdale/platform';
import type { SentStatement } from './recorder.js';
import type { Stack } from './stack.js';

/** As many as the service's own pool has. */
export const connectionCount = 10;
/** As long as V8 goes on compiling what it finds hot, which takes a core from the service. */
const warmUpSeconds = 8;
const measuredSeconds = 8;

/** How often per second the work gets done, so many at a time. */
export async function perSecond(
  work: (lane: number) => Promise<unknown>,
  lanes = connectionCount,
): Promise<number> {
  const warm = performance.now() + warmUpSeconds * 1000;
  const end = warm + measuredSeconds * 1000;
  let done = 0;
  const run = async (lane: number): Promise<void> => {
    for (;;) {
      await work(lane);
      const now = performance.now();
      if (now > end) return;
      if (now > warm) done += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  return done / measuredSeconds;
}

/** Statements of one co-operative, in one transaction. */
export interface RawTransaction {
  readonly cooperativeId: string;
  readonly readOnly: boolean;
  readonly statements: readonly SentStatement[];
}

/** Runs the statements once, as a unit of work would bracket them. */
export async function once(client: pg.Client, transaction: RawTransaction): Promise<void> {
  await client.query(transaction.readOnly ? 'begin read only' : 'begin');
  await client.query({
    name: 'bench.tenant',
    text: `select set_config('rochdale.cooperative_id', $1, true)`,
    values: [transaction.cooperativeId],
  });
  for (const { name, text, values } of transaction.statements) {
    await client.query({ name, text, values: [...values] });
  }
  await client.query('commit');
}

/**
 * What is sent without waiting in between: all of it, or as a unit of work does, the opening with
 * the first statement, and the last with the commit.
 */
type Packets = 'each' | 'as-unit-of-work' | 'one';

/** In one packet each way. */
async function together(client: pg.Client, messages: readonly pg.QueryConfig[]): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  const sent = messages.map((message) => client.query(message));
  stream.uncork();
  await Promise.all(sent);
}

/** Runs the statements once, in few packets. */
async function packed(
  client: pg.Client,
  { cooperativeId, statements }: RawTransaction,
  packets: Packets,
): Promise<void> {
  const tenant = `set_config('rochdale.cooperative_id', '${cooperativeId}', true)`;
  const messages: pg.QueryConfig[] = [
    { text: `begin; select ${tenant}` },
    ...statements.map(({ name, text, values }) => ({ name, text, values: [...values] })),
    { text: 'commit' },
  ];
  if (packets === 'one') {
    await together(client, messages);
    return;
  }
  await together(client, messages.slice(0, 2));
  for (const message of messages.slice(2, -2)) await client.query(message);
  await together(client, messages.slice(-2));
}

/**
 * The baseline: the SQL alone, prepared, as the service's role on as many connections; one
 * statement after the other's answer, or in fewer packets.
 */
export async function rawPerSecond(
  stack: Stack,
  next: () => RawTransaction,
  options: { readonly connections?: number; readonly packets?: Packets } = {},
): Promise<number> {
  const { connections = connectionCount, packets = 'each' } = options;
  const way = { connectionString: stack.appUrl, application_name: 'bench' };
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ ...way, ...(packets === 'each' ? {} : { pipeline: true }) }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await perSecond(async (lane) => {
      const client = clients[lane];
      assert(client !== undefined, 'every lane has its connection');
      if (packets === 'each') await once(client, next());
      else await packed(client, next(), packets);
    }, connections);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

export interface Throughput {
  /** Requests answered in a second. */
  readonly perSecond: number;
  /** Processor time of the API's process for one of them. A busy machine hardly changes it. */
  readonly cpuMs: number;
}

/** Processor time that the API's process took since it began, in ms, as it tells Prometheus. */
export async function apiCpuMs({ apiUrl }: Stack): Promise<number> {
  const text = await (await fetch(`${apiUrl}/metrics`)).text();
  const seconds = /^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1];
  assert(seconds !== undefined, 'the API tells its processor time');
  return Number(seconds) * 1000;
}

/**
 * Requests over HTTP, as many as are answered. An answer that `isRight` does not accept fails the
 * bench: a fast refusal is no result.
 */
export async function requestsUnderLoad(
  stack: Stack,
  next: () => LoadRequest,
  isRight: (body: string) => boolean,
  connections = connectionCount,
): Promise<Throughput> {
  let wrong: string | undefined;
  const run = (duration: number) =>
    autocannon({
      url: stack.apiUrl,
      connections,
      duration,
      requests: [
        {
          setupRequest: next,
          onResponse: (status, body) => {
            if (status !== 200 || !isRight(body)) wrong ??= `${status} ${body.slice(0, 500)}`;
          },
        },
      ],
    });
  await run(warmUpSeconds);
  const before = await apiCpuMs(stack);
  const result = await run(measuredSeconds);
  const cpuMs = (await apiCpuMs(stack)) - before;
  assert(wrong === undefined, `the service answered ${wrong}`);
  assert(result.errors + result.timeouts === 0, 'every request was answered');
  const { total } = result.requests;
  return { perSecond: total / result.duration, cpuMs: cpuMs / total };
}
