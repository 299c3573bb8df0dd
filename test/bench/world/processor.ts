import pg from 'pg';
import type { RawTransaction } from './load.js';
import { apiCpuMs, once } from './load.js';
import type { Ask } from './observed-api.js';
import type { Stack } from './stack.js';

/**
 * What is measured is a service that has been up for a while. V8 compiles a page's code for some
 * hundred requests, and its compiler's threads are counted with the process.
 */
const warmUps = 500;
const measured = 200;

/** Sends so many requests, so many at a time, and fails at an answer that is not right. */
async function send(
  stack: Stack,
  { path, headers, body }: Ask,
  isRight: (body: string) => boolean,
  load: { readonly count: number; readonly lanes: number },
): Promise<void> {
  let left = load.count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(stack.apiUrl + path, { method: 'POST', headers, body });
      const text = await response.text();
      if (!response.ok || !isRight(text)) {
        throw new Error(`the service answered ${response.status} ${text.slice(0, 500)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: load.lanes }, lane));
}

/** Processor time of the API's process for one request, in ms, so many connections at a time. */
export async function cpuMsPerRequest(
  stack: Stack,
  ask: Ask,
  isRight: (body: string) => boolean,
  lanes: number,
): Promise<number> {
  await send(stack, ask, isRight, { count: warmUps, lanes });
  const before = await apiCpuMs(stack);
  await send(stack, ask, isRight, { count: measured, lanes });
  return ((await apiCpuMs(stack)) - before) / measured;
}

/** Processor time of this process for the same statements on a bare connection, in ms. */
export async function cpuMsOfStatements(
  stack: Stack,
  transaction: RawTransaction,
): Promise<number> {
  const client = new pg.Client({ connectionString: stack.appUrl, application_name: 'bench' });
  await client.connect();
  try {
    for (let turn = 0; turn < warmUps; turn += 1) await once(client, transaction);
    const before = process.cpuUsage();
    for (let turn = 0; turn < measured; turn += 1) await once(client, transaction);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / measured;
  } finally {
    await client.end();
  }
}
