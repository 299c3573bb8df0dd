import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '@rochdale/identity';
import {
  LocalFileStore,
  MemberTraces,
  newId,
  platformErrors,
  systemActor,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membershipInvariants } from '../membership.invariants.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { ErasureList } from './erasure-list.js';
import { ForgetMember } from './forget-member.js';
import { ReplayErasures } from './replay-erasures.js';

let world: MembershipWorld;
let mill: TestCooperative;
let folder: string;
let list: ErasureList;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
  folder = await mkdtemp(join(tmpdir(), 'rochdale-erasures-'));
  list = new ErasureList(new LocalFileStore(folder));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function erased(): Promise<string> {
  const member = await world.member(mill);
  await world.useCases.leave.execute(member);
  await world.useCases.erase.execute(await world.actor(member.accountId ?? '', mill.id), {});
  return member.memberId ?? '';
}

function forgetting(broken: string | null) {
  const forgotten: string[] = [];
  const room = (name: string) => ({
    name,
    forget: async (_: unknown, { memberId }: { memberId: string }) => {
      if (name === broken) throw new Error(`${name} cannot`);
      forgotten.push(`${name} ${memberId}`);
    },
  });
  const traces = new MemberTraces([room('b'), room('a'), { name: 'quiet' }, room('c')]);
  return { forgotten, forget: new ForgetMember(world.unitOfWork, traces, list) };
}

describe('an erased member', () => {
  it('is forgotten by every room that keeps something of members', async () => {
    const memberId = await erased();
    const { forgotten, forget } = forgetting(null);
    await forget.execute(systemActor(mill.id, 'job'), { memberId });
    expect(forgotten).toEqual([`a ${memberId}`, `b ${memberId}`, `c ${memberId}`]);
  });

  it('is forgotten by all others where one room cannot, which is tried again', async () => {
    const memberId = await erased();
    const { forgotten, forget } = forgetting('b');
    const again = forget.execute(systemActor(mill.id, 'job'), { memberId });
    await expect(again).rejects.toThrow('b cannot');
    expect(forgotten).toEqual([`a ${memberId}`, `c ${memberId}`]);
  });

  it('says whether what they proposed is removed, and nobody else says so for them', async () => {
    const [administrator, ada] = [await world.founder(mill), await world.member(mill)];
    await world.useCases.leave.execute(ada);
    const { memberId, accountId } = ada;
    const texts = 'remove';
    const byAnother = world.useCases.erase.execute(administrator, { memberId, texts });
    await expect(byAnother).rejects.toMatchObject({ code: 'FORBIDDEN', path: ['texts'] });
    await world.useCases.erase.execute(await world.actor(accountId ?? '', mill.id), { texts });
    const heard: object[] = [];
    const forget = async (_: unknown, member: object) => void heard.push(member);
    const traces = new MemberTraces([{ name: 'a', forget }]);
    const forgetMember = new ForgetMember(world.unitOfWork, traces, list);
    await forgetMember.execute(systemActor(mill.id, 'job'), { memberId: memberId ?? '' });
    await forgetMember.execute(systemActor(mill.id, 'job'), { memberId: await erased() });
    expect(heard).toMatchObject([{ memberId, removesTexts: true }, { removesTexts: false }]);
    const listed = (await list.read(mill.id)).filter((one) => one.removesTexts);
    expect(listed.map((one) => one.memberId)).toEqual([memberId]);
  });

  it('acted in the only co-operative that they left, though they named none', async () => {
    await world.cooperative('beside');
    const member = await world.member(mill);
    const accountId = member.accountId ?? '';
    const namingNone = () => world.actor(accountId, null);
    await world.useCases.leave.execute(await namingNone());
    const left = await namingNone();
    expect(left).toMatchObject({ cooperativeId: mill.id, memberId: member.memberId });
    const { erasedAt } = await world.useCases.erase.execute(left, {});
    expect(erasedAt).not.toBeNull();
    expect(await namingNone()).toMatchObject({ cooperativeId: null, memberId: null });
  });

  it('is written to no more: letters to their address go with them', async () => {
    const [ada, ben] = [await world.member(mill), await world.member(mill)];
    const there = await world.cooperative('another');
    await world.useCases.apply.execute(await world.actor(ben.accountId ?? '', there.id), {
      classKey: 'worker',
      kind: 'person',
      displayName: 'Ben',
    });
    const { forgotten } = world.useCases.letterbox;
    for (const one of [ada, ben]) {
      const [row] = await world.asOwner<{ email: string }>(
        'select email from identity.accounts where id = $1',
        [one.accountId],
      );
      await world.useCases.leave.execute(one);
      await world.useCases.erase.execute(await world.actor(one.accountId ?? '', mill.id), {});
      expect(forgotten.at(-1)).toEqual({
        email: row?.email,
        erasedAccountId: one === ada ? ada.accountId : null,
        withInvitations: one === ada,
      });
    }
  });

  it('is one who was erased in this co-operative', async () => {
    const memberId = await erased();
    const there = await world.cooperative('there');
    const { forgotten, forget } = forgetting(null);
    await forget.execute(systemActor(there.id, 'job'), { memberId });
    const member: Actor = await world.member(mill);
    const other = { memberId: member.memberId ?? '' };
    await forget.execute(systemActor(mill.id, 'job'), other);
    expect(forgotten).toEqual([]);
    const denied = forget.execute(member, other);
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

/** Lets happen what happens while a bucket takes its time. */
class SlowFiles extends LocalFileStore {
  #isFirst = true;

  constructor(
    path: string,
    private readonly meanwhile: () => Promise<void>,
  ) {
    super(path);
  }

  override async put(key: string, bytes: Uint8Array): Promise<number> {
    if (this.#isFirst) {
      this.#isFirst = false;
      await this.meanwhile();
    }
    return super.put(key, bytes);
  }
}

/** What anybody holds others up with. */
const held = `select from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

describe('the list beside the files', () => {
  it('is written while nothing is held, and loses nobody when two write at once', async () => {
    const [first, second] = [await erased(), await erased()];
    const traces = new MemberTraces([]);
    const here = new ForgetMember(world.unitOfWork, traces, list);
    const heldThen: number[] = [];
    const meanwhile = async () => {
      heldThen.push((await world.asOwner(held)).length);
      await here.execute(system(), { memberId: second });
    };
    const slow = new ErasureList(new SlowFiles(folder, meanwhile));
    await new ForgetMember(world.unitOfWork, traces, slow).execute(system(), { memberId: first });
    expect(heldThen).toEqual([0]);
    const ids = (await list.read(mill.id)).map((one) => one.memberId);
    expect(ids).toEqual(expect.arrayContaining([first, second]));
  });

  it('has those as well whom a version before wrote into one file', async () => {
    const house = await world.cooperative('upgraded');
    const at = { erasedAt: world.clock.now(), removesTexts: false };
    const listed = { memberId: newId(), accountId: newId(), ...at };
    const former = JSON.stringify({ version: 1, erasures: [listed] });
    await new LocalFileStore(folder).put(`erasures/${house.id}`, Buffer.from(former));
    expect(await list.read(house.id)).toEqual([listed]);
    const next = { ...listed, memberId: newId(), accountId: null };
    await list.add(house.id, next);
    await list.add(house.id, listed);
    expect(await list.read(house.id)).toEqual([listed, next]);
    const ids = [listed.memberId, next.memberId];
    expect((await list.memberIds(house.id)).toSorted()).toEqual(ids.toSorted());
  });

  const system = () => systemActor(mill.id, 'job');
  const replay = () => {
    const acquainted = { accounts: new Accounts(), letters: world.useCases.letterbox };
    const { affairs } = world.useCases;
    const replaying = new ReplayErasures(world.unitOfWork, acquainted, list, affairs);
    return replaying.execute(system(), (memberId, { code }) => void open.push([memberId, code]));
  };
  const open: [memberId: string, code: string][] = [];
  const nameOf = async (accountId: string | null) => {
    const names = 'select name from identity.accounts where id = $1';
    return (await world.asOwner<{ name: string }>(names, [accountId]))[0]?.name;
  };

  it('erases again whom a back-up brought back, whatever it says of them, once', async () => {
    const member = await world.member(mill, 'Brought back');
    const administrator = await world.founder(mill);
    const memberId = member.memberId ?? '';
    await world.useCases.appoint.execute(administrator, { memberId, role: 'treasurer' });
    const erasedAt = new Date('2026-02-03T04:05:06Z');
    await list.add(mill.id, { memberId, accountId: member.accountId, erasedAt });
    expect(await replay()).toBe(1);
    expect(await replay()).toBe(0);
    const rows = await world.asOwner(
      `select m.display_name, m.account_id, m.standing, e.erased_at, a.name,
         (select count(*)::int from membership.role_terms t
            where t.member_id = m.id and t.ends_at is null) as offices,
         (select count(*)::int from platform.facts f
            where f.subject_id = m.id and f.type = 'membership.MemberErased') as told,
         (select s.changed_by = m.id from membership.standing_changes s
            where s.member_id = m.id and s.to_standing = 'left') as "byThemselves"
       from membership.members m join membership.erasures e on e.member_id = m.id
         cross join identity.accounts a where m.id = $1 and a.id = $2`,
      [memberId, member.accountId],
    );
    const gone = { display_name: null, account_id: null, name: '', standing: 'left', offices: 0 };
    // What holds others back from ending a membership holds nobody back from being forgotten.
    expect(rows).toEqual([{ ...gone, erased_at: erasedAt, told: 1, byThemselves: true }]);
  });

  it('tells what a back-up says is open with them, and erases them all the same', async () => {
    const [owed, other] = [await world.member(mill), await world.member(mill)];
    const ids = [owed, other].map(({ memberId }) => memberId ?? '');
    const why = platformErrors.error('CONFLICT', 'They are owed something.');
    world.useCases.affairs.register(
      'owing',
      async (_tx, asked) => new Map(asked.filter((id) => id === ids[0]).map((id) => [id, why])),
    );
    const erasedAt = world.clock.now();
    for (const memberId of ids) await list.add(mill.id, { memberId, accountId: null, erasedAt });
    open.length = 0;
    expect(await replay()).toBe(2);
    expect(open).toEqual([[ids[0], 'CONFLICT']]);
    const left = 'select from membership.members where id = any($1) and erased_at is null';
    expect(await world.asOwner(left, [ids])).toEqual([]);
    for (const { accountId } of [owed, other]) expect(await nameOf(accountId)).not.toBe('');
  });

  it('takes an account as the erasure took it, whatever is said of elsewhere', async () => {
    const there = await world.cooperative('elsewhere');
    const both = async () => {
      const one = await world.member(mill, 'In two places');
      const elsewhere = await world.actor(one.accountId ?? '', there.id);
      const input = { classKey: 'worker', kind: 'person', displayName: 'Both' } as const;
      await world.useCases.apply.execute(elsewhere, input);
      return one;
    };
    const [taken, kept] = [await both(), await both()];
    const erasedAt = world.clock.now();
    const listed = ({ memberId }: Actor, accountId: string | null) => ({
      memberId: memberId ?? '',
      accountId,
      erasedAt,
    });
    for (const one of [listed(taken, taken.accountId), listed(kept, null)]) {
      await list.add(mill.id, one);
    }
    expect(await replay()).toBe(2);
    expect(await nameOf(taken.accountId)).toBe('');
    expect(await nameOf(kept.accountId)).toBe('In two places');
    const again = `select account_id from membership.erasures where member_id = any($1)
      order by account_id`;
    const ids = [taken.memberId, kept.memberId];
    const rows = [{ account_id: taken.accountId }, { account_id: null }];
    expect(await world.asOwner(again, [ids])).toEqual(rows);
  });

  it('takes an applicant’s application back, and knows nothing of strangers', async () => {
    const applicant = await world.actor(await world.account('Ada'), mill.id);
    const input = { classKey: 'worker', kind: 'person', displayName: 'Ada' } as const;
    const { member } = await world.useCases.apply.execute(applicant, input);
    const at = { accountId: null, erasedAt: world.clock.now() };
    for (const memberId of [member.id, newId()]) await list.add(mill.id, { memberId, ...at });
    expect(await replay()).toBe(1);
    const states = 'select state from membership.applications where member_id = $1';
    expect(await world.asOwner(states, [member.id])).toEqual([{ state: 'withdrawn' }]);
    // The list says that the account was kept: who is declined may still sign in, and apply again.
    expect(await nameOf(applicant.accountId)).toBe('Ada');
    for (const { sql } of membershipInvariants) expect(await world.asOwner(sql)).toEqual([]);
  });

  it('only ever grows: a restored database adds to it, and takes nobody away', async () => {
    const kept = newId();
    const at = { accountId: null, erasedAt: new Date('2026-01-01T00:00:00Z') };
    await list.add(mill.id, { memberId: kept, ...at });
    const memberId = await erased();
    await forgetting(null).forget.execute(system(), { memberId });
    const ids = (await list.read(mill.id)).map((one) => one.memberId);
    expect(ids).toEqual(expect.arrayContaining([kept, memberId]));
    expect(new Set(ids).size).toBe(ids.length);
    expect(await list.read(newId())).toEqual([]);
  });
});
