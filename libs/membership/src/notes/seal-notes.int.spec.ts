import { systemActor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membershipInvariants } from '../membership.invariants.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld } from '../testing/membership-world.js';
import { SealNotes } from './seal-notes.js';

let world: MembershipWorld;
beforeAll(async () => {
  world = await createMembershipWorld();
});
afterAll(() => world.close());

/** All that the table keeps, as text: sealed bytes in hexadecimal. */
const kept = async (table: string): Promise<string> => {
  const rows = await world.asOwner<{ text: string }>(`select t::text as text from ${table} t`);
  return rows.map(({ text }) => text).join('\n');
};

const showsWord = (text: string, word: string): boolean =>
  text.includes(word) || text.includes(Buffer.from(word).toString('hex'));

describe('a note about a person', () => {
  it('is sealed, and opens for those whom it concerns', async () => {
    const cooperative = await world.cooperative('sealed');
    const ada = await world.member(cooperative, 'Ada');
    const officer = await world.founder(cooperative);
    await world.useCases.changeStanding.execute(officer, {
      memberId: ada.memberId ?? '',
      to: 'paused',
      reason: 'requested',
      note: 'in hospital',
    });
    expect(showsWord(await kept('membership.standing_changes'), 'hospital')).toBe(false);
    expect(showsWord(await kept('membership.applications'), 'I am Ada')).toBe(false);
    const histories = await world.read(ada, (tx) =>
      world.useCases.members.standingHistories(tx, [ada.memberId ?? '']),
    );
    expect(histories.at(-1)?.note).toBe('in hospital');
  });

  it('is sealed where it was written before, once', async () => {
    const cooperative = await world.cooperative('older');
    const ada = await world.member(cooperative, 'Older');
    const memberId = ada.memberId ?? '';
    await world.asOwner(
      `update membership.applications set note = 'my knee', note_sealed = null,
         decision_note = 'get well' where member_id = $1`,
      [memberId],
    );
    await world.asOwner(
      `update membership.standing_changes set note = 'long ill' where member_id = $1`,
      [memberId],
    );
    const own = () =>
      world.read(ada, async (tx) => ({
        applications: await world.useCases.applications.own(tx),
        changes: await world.useCases.members.standingHistories(tx, [memberId]),
      }));
    const before = await own();
    expect(before.applications).toMatchObject([{ note: 'my knee', decisionNote: 'get well' }]);
    const seal = new SealNotes(world.unitOfWork);
    const system = systemActor(cooperative.id, 'job');
    expect(await seal.execute(system)).toBe(1 + before.changes.length);
    expect(await seal.execute(system)).toBe(0);
    expect(await own()).toEqual(before);
    const tables = ['membership.applications', 'membership.standing_changes'];
    const text = (await Promise.all(tables.map((table) => kept(table)))).join('\n');
    for (const word of ['my knee', 'get well', 'long ill'])
      expect(showsWord(text, word)).toBe(false);
  });

  it('is sealed though another cannot be', async () => {
    const cooperative = await world.cooperative('stuck');
    const notes = [await world.member(cooperative, 'One'), await world.member(cooperative, 'Two')];
    const ids = notes.map(({ memberId }) => memberId);
    await world.asOwner(
      `update membership.applications set note = 'zqstuck', note_sealed = null
       where member_id = any($1)`,
      [ids],
    );
    await world.asOwner(
      `alter table membership.applications add constraint zqstuck
         check (member_id <> '${ids[0] ?? ''}' or note is not null) not valid`,
    );
    const sealing = new SealNotes(world.unitOfWork).execute(systemActor(cooperative.id, 'job'));
    await expect(sealing).rejects.toThrow('zqstuck');
    await world.asOwner('alter table membership.applications drop constraint zqstuck');
    const left = `select member_id as id from membership.applications where note = 'zqstuck'`;
    expect(await world.asOwner(left)).toEqual([{ id: ids[0] }]);
  });

  it('is sealed by the service alone', async () => {
    const officer = await world.founder(await world.cooperative('guarded'));
    const sealing = new SealNotes(world.unitOfWork).execute(officer);
    await expect(sealing).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is never plain again: the law finds one', async () => {
    const cooperative = await world.cooperative('lawful');
    const ada = await world.member(cooperative, 'Lawful');
    const [law] = membershipInvariants.filter(({ name }) => name === 'membership.notes-are-sealed');
    const plain = `update membership.applications set note = 'plain'
      where member_id = '${ada.memberId ?? ''}'`;
    const sealed = `insert into platform.jobs (id, cooperative_id, name, key, payload, status,
        max_attempts, run_at, created_at, finished_at)
      values (gen_random_uuid(), '${cooperative.id}', 'membership.seal-notes', 'today', '{}',
        'done', 3, now(), now(), now())`;
    expect(await foundAfter(world, [plain], law?.sql ?? '')).toEqual([]);
    expect(await foundAfter(world, [sealed], law?.sql ?? '')).toEqual([]);
    expect(await foundAfter(world, [plain, sealed], law?.sql ?? '')).toHaveLength(1);
  });
});
