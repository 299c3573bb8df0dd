import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts, RateLimits } from '@rochdale/identity';
import { LocalFileStore, newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactRelay } from '../../../platform/src/testing/inside.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { archiveKey } from './archive.js';
import { archiveStore } from './archive.store.js';
import { EndArchives } from './end-archives.js';
import { RequestOwnArchive } from './request-own-archive.js';
import { SweepArchives } from './sweep-archives.js';

let world: MembershipWorld;
let mill: TestCooperative;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
});
afterAll(() => world.close());

async function archive(accountId: string, at: string, isReady: boolean): Promise<string> {
  const id = newId();
  await world.unitOfWork.run(systemActor(at, 'job'), async (tx) => {
    await archiveStore.insert(tx, id, accountId);
    if (!isReady) return;
    const until = new Date(tx.now.getTime() + 3_600_000);
    await archiveStore.markReady(tx, id, { runId: newId(), keptUntil: until, sizeBytes: 10 });
    await archiveStore.keepTicket(tx, accountId, `ticket of ${id}`, until);
  });
  return id;
}

async function erase(member: Actor): Promise<void> {
  await world.useCases.leave.execute(member);
  await world.useCases.erase.execute(await world.actor(member.accountId ?? '', mill.id), {});
}

const now = async (id: string) => {
  const read =
    'select state, ticket_hash is not null as opens from membership.archives where id = $1';
  return world.asOwner(read, [id]);
};

const sweeps = async () => {
  const read = `select distinct cooperative_id as at from platform.jobs
    where name = 'membership.sweep-archives'`;
  return (await world.asOwner<{ at: string }>(read)).map(({ at }) => at).toSorted();
};
const ended = [{ state: 'over', opens: false }];
const waits = [{ state: 'ready', opens: true }];

describe('an archive of a member who is erased', () => {
  it('opens to nobody from then on; others stay', async () => {
    const member = await world.member(mill);
    const other = await world.member(mill);
    const own = await archive(member.accountId ?? '', mill.id, true);
    const anothers = await archive(other.accountId ?? '', mill.id, true);
    await erase(member);
    expect(await now(own)).toEqual(ended);
    expect(await now(anothers)).toEqual(waits);
    // Its bytes are taken at once, and not with the next hour's sweep.
    expect(await sweeps()).toEqual([mill.id]);
    const due = await world.unitOfWork.run(systemActor(mill.id, 'job'), (tx) =>
      archiveStore.ended(tx, new Date(tx.now.getTime() - 3_600_000)),
    );
    expect(due).toEqual([own]);
  });

  it('is not made any more', async () => {
    const member = await world.member(mill);
    const asked = await archive(member.accountId ?? '', mill.id, false);
    await erase(member);
    expect(await now(asked)).toEqual([]);
    expect(await sweeps()).toEqual([mill.id]);
  });
});

describe('an archive that was asked for elsewhere', () => {
  const endArchives = (accountId: string, actor = systemActor(null, 'job')) =>
    new EndArchives(world.unitOfWork).execute(actor, { accountId });

  it('ends with the account, in whichever co-operative, and is swept there at once', async () => {
    const [there, yonder] = [await world.cooperative('there'), await world.cooperative('yonder')];
    const member = await world.member(mill);
    const accountId = member.accountId ?? '';
    const other = await world.member(mill);
    const ready = await archive(accountId, there.id, true);
    const asked = await archive(accountId, yonder.id, false);
    const anothers = await archive(other.accountId ?? '', there.id, true);
    await erase(member);
    expect(await now(ready)).toEqual(ended);
    expect(await now(asked)).toEqual([]);
    expect(await now(anothers)).toEqual(waits);
    const before = await sweeps();
    expect(before).not.toContain(there.id);
    await new FactRelay(world.unitOfWork).relay();
    const jobs = `select payload from platform.jobs where name = 'membership.end-archives'
      and payload ->> 'accountId' = $1`;
    expect(await world.asOwner(jobs, [accountId])).toEqual([{ payload: { accountId } }]);
    await endArchives(accountId);
    await endArchives(accountId);
    expect(await sweeps()).toEqual([...before, there.id].toSorted());
  });

  it('stays where the account belongs elsewhere, whoever asks that it ends', async () => {
    const farm = await world.cooperative('farm');
    const member = await world.member(mill);
    const accountId = member.accountId ?? '';
    const there = await world.actor(accountId, farm.id);
    const applying = { classKey: 'worker', kind: 'person', displayName: 'Ada' } as const;
    await world.useCases.apply.execute(there, applying);
    const waiting = await archive(accountId, farm.id, true);
    await erase(member);
    await endArchives(accountId);
    expect(await now(waiting)).toEqual(waits);
    expect(await sweeps()).not.toContain(farm.id);
    await expect(endArchives(accountId, there)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is told of to nobody who acts in a co-operative', async () => {
    const far = await world.cooperative('far');
    const member = await world.member(mill);
    await archive(member.accountId ?? '', far.id, true);
    await erase(member);
    const end = (at: string | null) =>
      world.unitOfWork.run(systemActor(at, 'job'), (tx) =>
        archiveStore.endEverywhere(tx, member.accountId ?? ''),
      );
    expect(await end(mill.id)).toEqual([]);
    expect(await end(far.id)).toEqual([]);
    expect(await end(null)).toEqual([far.id]);
  });

  it('in the moment before leaves no row, also where making it was given up by then', async () => {
    const [here, abroad] = [await world.cooperative('here'), await world.cooperative('abroad')];
    const member = await world.member(mill);
    const accountId = member.accountId ?? '';
    const limits = new RateLimits(world.unitOfWork);
    const request = new RequestOwnArchive(world.unitOfWork, limits, new Accounts());
    const [locked, goOn] = [gate(), gate()];
    // Who asks holds the account: who erases it waits, and finds what was asked for.
    const asking = world.unitOfWork.run(systemActor(here.id, 'job'), async (tx) => {
      await new Accounts().hold(tx, accountId);
      await archiveStore.insert(tx, newId(), accountId);
      locked.open();
      await goOn.opened;
    });
    await locked.opened;
    const { id: failed } = await request.execute(await world.actor(accountId, abroad.id));
    await world.unitOfWork.run(systemActor(abroad.id, 'job'), (tx) =>
      archiveStore.fail(tx, failed),
    );
    await world.useCases.leave.execute(member);
    const leaver = await world.actor(accountId, mill.id);
    const erasing = world.useCases.erase.execute(leaver, {});
    await untilWaitingOrOver(world, erasing);
    goOn.open();
    await Promise.all([asking, erasing]);
    const rows = 'select state from membership.archives where account_id = $1';
    expect(await world.asOwner(rows, [accountId])).toEqual([]);
  });

  it('at the same moment is not asked for, or ends', async () => {
    const member = await world.member(mill);
    const accountId = member.accountId ?? '';
    const near = await world.cooperative('near');
    const there = await world.actor(accountId, near.id);
    const limits = new RateLimits(world.unitOfWork);
    const request = new RequestOwnArchive(world.unitOfWork, limits, new Accounts());
    const [locked, goOn] = [gate(), gate()];
    const erasing = world.unitOfWork.run(systemActor(mill.id, 'job'), async (tx) => {
      await new Accounts().lock(tx, accountId);
      locked.open();
      await goOn.opened;
      await new Accounts().erase(tx, accountId, true);
      await archiveStore.endEverywhere(tx, accountId);
    });
    await locked.opened;
    const outcome = request.execute(there).then(
      () => 'asked',
      (error: unknown) => (error as { code?: string }).code,
    );
    await untilWaitingOrOver(world, outcome);
    goOn.open();
    await erasing;
    expect(await outcome).toBe('UNAUTHENTICATED');
    const rows = 'select from membership.archives where account_id = $1';
    expect(await world.asOwner(rows, [accountId])).toEqual([]);
  });
});

it('goes also where the bytes of another cannot be removed, which is not forgotten', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-stuck-archives-'));
  const store = new LocalFileStore(folder);
  const [stuck, other] = [newId(), newId()];
  for (const id of [stuck, other]) {
    await store.put(archiveKey(mill.id, id, newId()), Buffer.from('x'));
    const row = `insert into membership.archives (id, cooperative_id, account_id, state, asked_at,
      ended_at) values ($1, $2, gen_random_uuid(), 'failed', '2020-01-01', '2020-01-01')`;
    await world.asOwner(row, [id, mill.id]);
  }
  const remove = store.remove.bind(store);
  store.remove = async (key) => {
    if (key.includes(stuck)) throw new Error('not now');
    await remove(key);
  };
  const sweep = new SweepArchives(world.unitOfWork, store, new Accounts());
  await expect(sweep.execute(systemActor(mill.id, 'job'))).rejects.toThrow('not now');
  expect([await now(stuck), await now(other)].map(({ length }) => length)).toEqual([1, 0]);
  await rm(folder, { recursive: true });
});
