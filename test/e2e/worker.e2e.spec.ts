import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { startWorker } from '../../apps/worker/src/main.js';
import type { RunningWorker } from '../../apps/worker/src/main.js';

let service: ServiceEnvironment;
let worker: RunningWorker | undefined;
beforeAll(async () => {
  service = await createServiceEnvironment();
  worker = await startWorker({ env: service.env, beating: false });
});
afterAll(async () => {
  await worker?.close();
  await service.close();
});

it('has a handler for every job of the catalogue, and nothing left to do at rest', async () => {
  await worker?.loop.drain();
  expect([...((await worker?.loop.drain()) ?? new Map())]).toEqual([]);
});
