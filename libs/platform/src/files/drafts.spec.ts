import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../telemetry/log.js';
import { Drafts } from './drafts.js';
import { LocalFileStore } from './file-store.js';
import { SweptDrafts } from './swept-drafts.js';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rochdale-drafts-'));
  folder = join(root, '.drafts');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const minuteMs = 60_000;
const setAge = async (path: string, minutes: number): Promise<void> => {
  const at = new Date(Date.now() - minutes * minuteMs);
  await utimes(path, at, at);
};

/** As it lies there when a process was killed that had said so long ago that it wrote. */
async function left(name: string, minutes: number): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  for (const file of ['alive', 'bytes']) {
    await writeFile(join(folder, name, file), 'half of a receipt');
    await setAge(join(folder, name, file), minutes);
  }
  await setAge(join(folder, name), minutes);
}

describe('what is half written', () => {
  it('goes when nobody said for ten minutes that it is written', async () => {
    await left('of-the-dead', 11);
    await left('of-another', 9);
    await new Drafts(folder).sweep();
    expect(await readdir(folder)).toEqual(['of-another']);
  });

  it('goes where a process died before it said anything', async () => {
    await mkdir(join(folder, 'empty'), { recursive: true });
    await setAge(join(folder, 'empty'), 11);
    await writeFile(join(folder, 'of-an-older-version'), 'half of a receipt');
    await setAge(join(folder, 'of-an-older-version'), 11);
    await new Drafts(folder).sweep();
    expect(await readdir(folder)).toEqual([]);
  });

  it('stays as long as somebody writes, however little comes', async () => {
    const slow = new Readable({ read: () => undefined });
    slow.push('half of a receipt');
    const writing = new Drafts(folder, 5).use(slow, () => Promise.resolve());
    await expect.poll(() => readdir(folder).catch(() => [])).toHaveLength(1);
    const [name = ''] = await readdir(folder);
    const said = join(folder, name, 'alive');
    const age = async () => Date.now() - (await stat(said)).mtimeMs;
    await expect.poll(() => age().catch(() => Infinity)).toBeLessThan(minuteMs);
    await setAge(said, 60);
    await expect.poll(age).toBeLessThan(minuteMs);
    for (const path of [join(folder, name, 'bytes'), join(folder, name)]) await setAge(path, 60);
    await new Drafts(folder).sweep();
    expect(await readdir(folder)).toEqual([name]);
    slow.destroy(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken away by a process that goes on, though it was too young at first', async () => {
    const store = new LocalFileStore(root);
    await left('of-the-dead', 1);
    await store.sweepDrafts();
    expect(await readdir(folder)).toEqual(['of-the-dead']);
    const place = join(folder, 'of-the-dead');
    for (const path of [join(place, 'bytes'), place]) await setAge(path, 11);
    const swept = new SweptDrafts(store, openLog({ level: 'silent' }), 5);
    await setAge(join(place, 'alive'), 11);
    await expect.poll(() => readdir(folder)).toEqual([]);
    swept.onApplicationShutdown();
  });
});
