import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { archiveStore } from './archive.store.js';

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

describe('an archive of a member who is erased', () => {
  it('opens to nobody from then on; others stay', async () => {
    const member = await world.member(mill);
    const other = await world.member(mill);
    const there = await world.cooperative('there');
    const own = await archive(member.accountId ?? '', mill.id, true);
    const elsewhere = await archive(member.accountId ?? '', there.id, true);
    const anothers = await archive(other.accountId ?? '', mill.id, true);
    await erase(member);
    expect(await now(own)).toEqual([{ state: 'over', opens: false }]);
    expect(await now(elsewhere)).toEqual([{ state: 'ready', opens: true }]);
    expect(await now(anothers)).toEqual([{ state: 'ready', opens: true }]);
    // Its bytes are taken at once, and not with the next hour's sweep.
    const jobs = `select cooperative_id as at from platform.jobs
      where name = 'membership.sweep-archives'`;
    expect(await world.asOwner(jobs)).toEqual([{ at: mill.id }]);
    const due = await world.unitOfWork.run(systemActor(mill.id, 'job'), (tx) =>
      archiveStore.ended(tx, new Date(tx.now.getTime() - 3_600_000)),
    );
    expect(due).toEqual([own]);
  });

  it('is not made any more', async () => {
    const member = await world.member(mill);
    const asked = await archive(member.accountId ?? '', mill.id, false);
    await erase(member);
    expect(await now(asked)).toEqual([{ state: 'failed', opens: false }]);
  });
});
