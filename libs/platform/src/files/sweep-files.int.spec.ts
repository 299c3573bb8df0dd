import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { Attachments, fileKey } from './attachments.js';
import { LocalFileStore } from './file-store.js';
import { removeBytes } from './forgotten-files.js';
import { SweepFiles } from './sweep-files.js';

let world: TestWorld;
let folder: string;
let store: LocalFileStore;
const cooperativeId = newId();
const ada = {
  ...anonymousActor(cooperativeId),
  kind: 'account',
  accountId: newId(),
  memberId: newId(),
  via: 'session',
} as const;
beforeAll(async () => {
  world = await createTestWorld();
  folder = await mkdtemp(join(tmpdir(), 'rochdale-swept-files-'));
  store = new LocalFileStore(folder);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const pdf = Buffer.from('%PDF-1.7\n% zqplanted diagnosis\n%%EOF\n');
const system = systemActor(cooperativeId, 'job');
const sweep = (): Promise<void> => new SweepFiles(world.unitOfWork, store).execute(system);
const hoursAgo = (hours: number): number => world.clock.now().getTime() - hours * 3_600_000;
const keys = (): Promise<string[]> => store.list(cooperativeId);

// The process died between the bytes and their row; or a back-up has files newer than its dump.
it('bytes of which no row was written go when they have lain for thirty days', async () => {
  const [old, young] = [v7({ msecs: hoursAgo(721) }), v7({ msecs: hoursAgo(719) })];
  for (const id of [old, young]) await store.put(fileKey(system, id), pdf);
  await store.put(`${newId()}/${old}`, pdf);
  await sweep();
  expect(await keys()).toEqual([fileKey(system, young)]);
  await store.remove(fileKey(system, young));
});

it('bytes that have their row stay, however old', async () => {
  const attachments = new Attachments(world.unitOfWork, store, 200);
  const kept = await attachments.keep(ada, { name: 'receipt.pdf', bytes: pdf });
  const old = v7({ msecs: hoursAgo(20_000) });
  await world.asOwner(
    `insert into platform.attachments (id, cooperative_id, name, media_type, size_bytes, sha256,
       created_at)
     select $2, cooperative_id, name, media_type, size_bytes, sha256, created_at
     from platform.attachments where id = $1`,
    [kept.id, old],
  );
  await store.put(fileKey(system, old), pdf);
  await sweep();
  expect(await keys()).toEqual([fileKey(system, kept.id), fileKey(system, old)].toSorted());
});

it('bytes of a refused row go at once', async () => {
  await world.asOwner(`
    create function platform.refuse_row() returns trigger language plpgsql as
      $$ begin raise exception 'erased meanwhile'; end $$;
    create trigger refuse_row before insert on platform.attachments
      for each row execute function platform.refuse_row()`);
  const before = await keys();
  const attachments = new Attachments(world.unitOfWork, store, 200);
  await expect(attachments.keep(ada, { name: 'a.pdf', bytes: pdf })).rejects.toThrow(
    'erased meanwhile',
  );
  expect(await keys()).toEqual(before);
  await world.asOwner('drop trigger refuse_row on platform.attachments');
});

it('of very many without a row a hundred go a night, the oldest first', async () => {
  const before = await keys();
  const many = Array.from({ length: 103 }, (_, n) => v7({ msecs: hoursAgo(1_000 + n) }));
  for (const id of many) await store.put(fileKey(system, id), pdf);
  await expect(sweep()).rejects.toMatchObject({
    code: 'FILES_UNKNOWN',
    details: { data: { left: 3 } },
  });
  const youngest = many.slice(0, 3).map((id) => fileKey(system, id));
  expect(await keys()).toEqual([...before, ...youngest].toSorted());
  await sweep();
  expect(await keys()).toEqual(before);
});

/** What a night says that cannot remove these. */
async function saidWithout(...stuck: readonly string[]): Promise<unknown> {
  const refusing = new LocalFileStore(folder);
  const remove = refusing.remove.bind(refusing);
  refusing.remove = async (key) => {
    if (stuck.includes(key)) throw new Error(`${key} is held`);
    await remove(key);
  };
  const night = new SweepFiles(world.unitOfWork, refusing).execute(system);
  return night.catch((error: unknown) => error);
}

it('that there are too many is told with what could not be removed, and before it', async () => {
  const before = await keys();
  const many = Array.from({ length: 102 }, (_, n) => v7({ msecs: hoursAgo(1_000 + n) }));
  for (const id of many) await store.put(fileKey(system, id), pdf);
  const stuck = fileKey(system, many.at(-1)!);
  expect(await saidWithout(stuck)).toMatchObject({
    errors: [
      { code: 'FILES_UNKNOWN', details: { data: { left: 3 } } },
      new Error(`${stuck} is held`),
    ],
  });
  await sweep();
  expect(await keys()).toEqual(before);
});

it('what a job is about to remove is left to it, and taken where that job died', async () => {
  const before = await keys();
  const id = v7({ msecs: hoursAgo(1_000) });
  await store.put(fileKey(system, id), pdf);
  await world.unitOfWork.run(system, async (tx) => removeBytes(tx, [{ id }]));
  await sweep();
  expect(await keys()).toHaveLength(before.length + 1);
  await world.asOwner(`update platform.jobs set status = 'dead', finished_at = now()
    where name = 'platform.remove-files'`);
  await sweep();
  expect(await keys()).toEqual(before);
});

// A dump of forty days ago was put back: of all files since then it has no row.
it('nothing goes where the store has more than a handful newer than the newest row', async () => {
  const before = await keys();
  world.clock.set(new Date(Math.max(Date.now(), world.clock.now().getTime())));
  world.clock.advance({ days: 40 });
  const newer = [39 * 24, 38 * 24, 37 * 24, 36 * 24, 35 * 24, 25];
  const lost = [...newer, 20_001].map((hours) => fileKey(system, v7({ msecs: hoursAgo(hours) })));
  for (const key of lost) await store.put(key, pdf);
  await expect(sweep()).rejects.toMatchObject({
    code: 'FILES_UNKNOWN',
    details: { data: { left: 6 } },
  });
  expect(await keys()).toEqual([...before, ...lost].toSorted());
  // It is the right one, and a process had died: the next file has its row again.
  const next = v7({ msecs: hoursAgo(1) });
  await world.asOwner(
    `insert into platform.attachments (id, cooperative_id, name, media_type, size_bytes, sha256,
       created_at)
     select $2, cooperative_id, name, media_type, size_bytes, sha256, created_at
     from platform.attachments where cooperative_id = $1 limit 1`,
    [cooperativeId, next],
  );
  await store.put(fileKey(system, next), pdf);
  await sweep();
  const left = [...before, fileKey(system, next)].concat(lost.slice(5, 6));
  expect(await keys()).toEqual(left.toSorted());
});

it('is asked by the system alone', async () => {
  await expect(new SweepFiles(world.unitOfWork, store).execute(ada)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});
