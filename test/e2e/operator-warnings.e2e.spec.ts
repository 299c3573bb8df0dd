import { openLog } from '@rochdale/platform';
import type { Log, MachineTime } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import { startWorker } from '../../apps/worker/src/main.js';

const hourMs = 3_600_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A log, and what it says of one thing. */
function openedLog(): { readonly log: Log; readonly said: (words: string) => object[] } {
  const lines: string[] = [];
  const log = openLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const parsed = () => lines.map((line) => JSON.parse(line) as { msg?: string });
  return { log, said: (words) => parsed().filter(({ msg }) => msg?.includes(words)) };
}

async function environment(more: Readonly<Record<string, string>> = {}) {
  const service = await createServiceEnvironment(more);
  closing.push(() => service.close());
  return service;
}

async function openedApi(options: Parameters<typeof startApi>[0]): Promise<ApiClient> {
  const api = await startApi(options);
  closing.push(() => api.close());
  return new ApiClient(api.url);
}

/** How many seconds the time of facts is from the database's, at most. */
async function factsOffBy(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ seconds: number | null }>(
    `select max(abs(extract(epoch from clock_timestamp() - occurred_at)))::float8 as seconds
     from platform.facts`,
  );
  await client.end();
  return rows[0]?.seconds ?? Number.NaN;
}

describe('a service without a mail server', () => {
  const words = 'no letter leaves this service';

  it('warns once at a start in production', async () => {
    const { env } = await environment({ ROCHDALE_ENV: 'production' });
    const { log, said } = openedLog();
    await openedApi({ env, log });
    expect(said(words)).toEqual([expect.objectContaining({ level: 'warn', setting: 'SMTP_URL' })]);
  });

  it('says nothing with one, nor in development, which has its outbox', async () => {
    const { env } = await environment();
    const { log, said } = openedLog();
    await openedApi({ env: { ...env, ROCHDALE_ENV: 'development' }, log });
    const smtp = { ROCHDALE_ENV: 'production', SMTP_URL: 'smtp://127.0.0.1:1' };
    await openedApi({ env: { ...env, ...smtp }, log });
    expect(said(words)).toEqual([]);
  });
});

describe('a machine whose clock is off', () => {
  let offMs = 0;
  const machine: MachineTime = {
    wallMs: () => Date.now() + offMs,
    tickMs: () => performance.now(),
  };
  const isOff = 'the clock of this machine is off';

  it('is told of by the API, which goes by the database’s, until it is right again', async () => {
    offMs = hourMs;
    const { env, database } = await environment();
    const { log, said } = openedLog();
    const client = await openedApi({ env, log, machine });
    const driftMs = async () => {
      const { status, text } = await client.get('/health/ready');
      expect(status).toBe(200);
      return (JSON.parse(text) as { clockDriftMs: number }).clockDriftMs;
    };
    const near = (value: number) => expect.closeTo(value, -4) as number;
    expect(said(isOff)).toEqual([
      expect.objectContaining({ level: 'warn', driftMs: near(hourMs) }),
    ]);
    expect(await driftMs()).toEqual(near(hourMs));
    const { text } = await client.get('/metrics');
    const [, seconds] = /^rochdale_clock_drift_seconds (\S+)$/m.exec(text) ?? [];
    expect(Number(seconds)).toBeCloseTo(hourMs / 1000, -2);

    // What is written has the database's time, whatever the machine shows.
    const signUp = async (name: string) => {
      const body = { name, email: `${name}@example.org`, password: 'a long enough password' };
      expect((await client.post('/auth/sign-up/email', body)).status).toBe(200);
    };
    await signUp('ada');
    expect(await factsOffBy(database.adminUrl)).toBeLessThan(60);

    offMs = 0;
    await signUp('bea');
    expect(await driftMs()).toEqual(near(0));
    expect(said(isOff)).toHaveLength(1);
    expect(said('agrees with that of the database again')).toHaveLength(1);
  });

  it('is told of by the worker, once', async () => {
    offMs = -hourMs;
    const { env } = await environment();
    const { log, said } = openedLog();
    const worker = await startWorker({ env, log, machine, beating: false });
    closing.push(() => worker.close());
    await worker.loop.drain();
    expect(said(isOff)).toEqual([
      expect.objectContaining({ level: 'warn', driftMs: expect.closeTo(-hourMs, -4) as number }),
    ]);
  });
});
