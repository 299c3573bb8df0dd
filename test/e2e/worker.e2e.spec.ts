import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { startWorker } from '../../apps/worker/src/main.js';
import type { RunningWorker } from '../../apps/worker/src/main.js';

let service: ServiceEnvironment;
let worker: RunningWorker | undefined;
let drafts: string;
beforeAll(async () => {
  service = await createServiceEnvironment();
  drafts = join(service.env['ROCHDALE_DATA'] ?? '', 'files', '.drafts');
  await mkdir(drafts, { recursive: true });
  await writeFile(join(drafts, 'left'), 'half of what a killed process wrote');
  const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(drafts, 'left'), twoHoursAgo, twoHoursAgo);
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

it('begins by removing what a killed process left half written', async () => {
  expect(await readdir(drafts)).toEqual([]);
});
