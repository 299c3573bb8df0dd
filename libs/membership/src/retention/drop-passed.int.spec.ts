import { Accounts } from '@rochdale/identity';
import { CodedError, platformErrors, systemActor } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChangeCooperative, CooperativeQueries, DeclineApplication } from '../index.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { DropPassed } from './drop-passed.js';

let world: MembershipWorld;
let cooperative: TestCooperative;
let system: Actor;
let drop: DropPassed;
const later = (days: number) => world.clock.advance({ days });
beforeAll(async () => {
  world = await createMembershipWorld();
  cooperative = await world.cooperative('kept');
  system = systemActor(cooperative.id, 'job');
  const { affairs, cooperatives } = world.useCases;
  drop = new DropPassed(
    world.unitOfWork,
    cooperatives,
    affairs,
    new Accounts(),
    world.useCases.letterbox,
  );
});
afterAll(() => world.close());

async function applied(name: string): Promise<{ applicationId: string; memberId: string }> {
  const actor = await world.actor(await world.account(name), cooperative.id);
  const who = { classKey: 'worker', kind: 'person' } as const;
  const input = { ...who, displayName: name, note: `I, ${name}, am ill` };
  const { application } = await world.useCases.apply.execute(actor, input);
  return { applicationId: application.id, memberId: application.memberId };
}
const told = () =>
  world.asOwner<{ data: object }>(
    `select data from platform.facts
     where type = 'membership.PersonalDataDropped' order by position`,
  );
const names = () =>
  world.asOwner<{ display_name: string | null; isSaid: boolean }>(
    `select m.display_name, coalesce(a.note, a.note_sealed::text) is not null as "isSaid"
     from membership.applications a join membership.members m on m.id = a.member_id
     order by m.display_name nulls first`,
  );

it('forgets what was said of who was not admitted, and half a year later who it was', async () => {
  const declined = await applied('Declined');
  const open = await applied('Waiting');
  const founder = await world.founder(cooperative);
  const decline = new DeclineApplication(world.unitOfWork);
  await decline.execute(founder, { applicationId: declined.applicationId, note: 'no' });
  later(89);
  expect(await drop.execute(system)).toBe(0);
  expect(await told()).toEqual([]);
  later(3);
  expect(await drop.execute(system)).toBe(1);
  expect(await names()).toContainEqual({ display_name: 'Declined', isSaid: false });
  later(92);
  expect(await drop.execute(system)).toBe(1);
  expect((await names()).map((one) => Object.values(one))).toEqual([
    [null, false],
    ['Waiting', true],
  ]);
  expect((await told()).map(({ data }) => data)).toEqual([
    { table: 'membership.applications', term: 'sealed-reasons', rows: 1 },
    { table: 'membership.members', term: 'applications', rows: 1 },
  ]);
  expect(JSON.stringify(await told())).not.toContain(open.memberId);
  expect(await drop.execute(system)).toBe(0);
});

const standings = (memberId: string) =>
  world.asOwner<{ to: string; isSaid: boolean }>(
    `select to_standing as to, coalesce(note, note_sealed::text) is not null as "isSaid"
     from membership.standing_changes where member_id = $1 order by changed_at, id`,
    [memberId],
  );

it('empties why somebody was suspended after ninety days, and keeps that they were', async () => {
  const mill = await world.cooperative('suspended');
  const member = await world.member(mill, 'Sue');
  const memberId = member.memberId ?? '';
  const change = { to: 'suspended', reason: 'conduct', note: 'shouted, being ill' } as const;
  await world.useCases.changeStanding.execute(await world.founder(mill), { ...change, memberId });
  const since = { to: 'suspended', isSaid: true };
  later(89);
  await drop.execute(systemActor(mill.id, 'job'));
  expect((await standings(memberId)).at(-1)).toEqual(since);
  later(3);
  expect(await drop.execute(systemActor(mill.id, 'job'))).toBeGreaterThan(0);
  expect((await standings(memberId)).at(-1)).toEqual({ ...since, isSaid: false });
});

it.each([
  ['disabled', 'disabled_at = now()'],
  ['told nothing of', 'email_verified = false'],
])('forgets who applied by an account that is %s by then as well', async (how, change) => {
  const mill = await world.cooperative(`account-${how.replaceAll(' ', '-')}`);
  const account = await world.account('Held');
  const applicant = await world.actor(account, mill.id);
  const who = { classKey: 'worker', kind: 'person', displayName: 'Held', note: 'ill' } as const;
  const { application } = await world.useCases.apply.execute(applicant, who);
  const founder = await world.founder(mill);
  const decline = new DeclineApplication(world.unitOfWork);
  await decline.execute(founder, { applicationId: application.id, note: null });
  await world.asOwner(`update identity.accounts set ${change} where id = $1`, [account]);
  later(184);
  await drop.execute(systemActor(mill.id, 'job'));
  const [left] = await world.asOwner<{ name: string | null; accountId: string | null }>(
    `select display_name as name, account_id as "accountId" from membership.members where id = $1`,
    [application.memberId],
  );
  expect(left).toEqual({ name: null, accountId: null });
});

it.each(['open', 'declined'])(
  'forgets the next day who applied by an account that was erased since: %s',
  async (state) => {
    const mill = await world.cooperative(`erased-${state}`);
    const account = await world.account('Gone');
    const applicant = await world.actor(account, mill.id);
    const who = { classKey: 'worker', kind: 'person', displayName: 'Gone', note: 'ill' } as const;
    const { application } = await world.useCases.apply.execute(applicant, who);
    if (state === 'declined') {
      const decline = new DeclineApplication(world.unitOfWork);
      const founder = await world.founder(mill);
      await decline.execute(founder, { applicationId: application.id, note: 'no' });
    }
    const job = systemActor(mill.id, 'job');
    expect(await drop.execute(job)).toBe(0);
    // As versions did that erased an account and left what it had applied for elsewhere.
    await world.asOwner(
      `update identity.accounts set erased_at = now(), name = 'Erased', email = id || '@invalid',
         disabled_at = now() where id = $1`,
      [account],
    );
    expect(await drop.execute(job)).toBe(1);
    const found = await world.asOwner<object>(
      `select m.display_name, m.account_id, m.erased_at is not null as erased, m.standing,
         a.state, coalesce(a.note, a.note_sealed::text, a.decision_note,
           a.decision_note_sealed::text) as said
       from membership.members m join membership.applications a on a.member_id = m.id
       where m.id = $1`,
      [application.memberId],
    );
    expect(found).toEqual([
      {
        display_name: null,
        account_id: null,
        erased: true,
        standing: 'left',
        state: state === 'open' ? 'withdrawn' : 'declined',
        said: null,
      },
    ]);
    const listed = `select 1 from membership.erasures where member_id = $1`;
    expect(await world.asOwner(listed, [application.memberId])).toHaveLength(1);
    expect(await drop.execute(job)).toBe(0);
  },
);

it('keeps who has something open here, and drops nothing of another co-operative', async () => {
  const other = await world.cooperative('other');
  const owed = await applied('Owed');
  const founder = await world.founder(cooperative);
  const decline = new DeclineApplication(world.unitOfWork);
  await decline.execute(founder, { applicationId: owed.applicationId, note: null });
  later(200);
  const underWay = platformErrors.error('CONFLICT', 'Money is under way.');
  world.useCases.affairs.register('payouts', async () => new Map([[owed.memberId, underWay]]));
  expect(await drop.execute(systemActor(other.id, 'job'))).toBe(0);
  // With what was written by who waits since more than a year.
  expect(await drop.execute(system)).toBe(2);
  expect(await names()).toContainEqual({ display_name: 'Owed', isSaid: false });
});

it('is asked by the system alone', async () => {
  const asked = drop.execute(await world.founder(cooperative));
  await expect(asked).rejects.toSatisfy(
    (error) => error instanceof CodedError && error.code === 'FORBIDDEN',
  );
});

const fact = (type: string, at: string) =>
  world.asOwner(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, via, request_id, occurred_at)
     values (gen_random_uuid(), $1, 1, 'member', $2, 'private', '{}', $2, 'system', 'cli', '', $3)`,
    [type, cooperative.id, at],
  );
async function factsLeft(): Promise<string[]> {
  const left = await world.asOwner<{ type: string }>(
    `select type from platform.facts where via = 'cli' order by type`,
  );
  return left.map(({ type }) => type);
}

it('drops facts after three years, and those of the books with the books', async () => {
  await fact('membership.MemberRenamed', '2020-01-01T00:00:00Z');
  await fact('dues.WaiverChanged', '2020-01-01T00:00:00Z');
  await fact('dues.InvoicePaid', '2020-01-01T00:00:00Z');
  await fact('payments.PayoutReleased', '2020-01-01T00:00:00Z');
  await fact('payments.PayoutSettled', '2010-01-01T00:00:00Z');
  await fact('expenses.ExpensePaid', '2010-01-01T00:00:00Z');
  await fact('membership.MemberLeft', new Date().toISOString());
  expect(await drop.execute(system)).toBe(4);
  expect(await factsLeft()).toEqual([
    'dues.InvoicePaid',
    'membership.MemberLeft',
    'payments.PayoutReleased',
  ]);
  await expect(
    world.asApplication(`delete from platform.facts where via = 'cli'`, [], cooperative.id),
  ).rejects.toThrow('never changed or removed');
});

it.each([
  ['platform.facts', 'membership.applications'],
  ['membership.applications', 'platform.facts'],
])('what fails of %s keeps nothing of %s, and is said at the end', async (failing, other) => {
  const mill = await world.cooperative(`failing-${failing.replace('.', '-')}`);
  const applicant = await world.actor(await world.account('Ill'), mill.id);
  const who = { classKey: 'worker', kind: 'person', displayName: 'Ill', note: 'ill' } as const;
  const { application } = await world.useCases.apply.execute(applicant, who);
  const founder = await world.founder(mill);
  const decline = new DeclineApplication(world.unitOfWork);
  await decline.execute(founder, { applicationId: application.id, note: null });
  await world.asOwner(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, via, request_id, occurred_at)
     values (gen_random_uuid(), 'membership.MemberRenamed', 1, 'member', $1, 'private', '{}', $1,
       'system', 'cli', '', '2020-01-01T00:00:00Z')`,
    [mill.id],
  );
  later(92);
  await world.asOwner(
    `create function platform.fail_here() returns trigger language plpgsql
       as $$ begin raise exception 'no space left'; end $$`,
  );
  await world.asOwner(
    `create trigger fail_here before update or delete on ${failing}
       for each row execute function platform.fail_here()`,
  );
  try {
    const asked = drop.execute(systemActor(mill.id, 'job'));
    await expect(asked).rejects.toMatchObject({ code: expect.any(String) });
    const dropped = await world.asOwner<{ table: string }>(
      `select data ->> 'table' as table from platform.facts
       where cooperative_id = $1 and type = 'membership.PersonalDataDropped'`,
      [mill.id],
    );
    expect(dropped).toEqual([{ table: other }]);
  } finally {
    await world.asOwner('drop function platform.fail_here() cascade');
  }
});

it.each([
  ['DE', {}, 0],
  ['GB', {}, 1],
  ['GB', { vouchersYears: 8 }, 0],
  [null, {}, 0],
] as const)('asks the law of the country: %s with %j drops %i', async (country, years, rows) => {
  const mill = await world.cooperative(
    `law-${String(country).toLowerCase()}-${Object.keys(years).length}`,
  );
  const founder = await world.founder(mill);
  const change = new ChangeCooperative(world.unitOfWork);
  await change.execute(founder, { name: null, timeZone: null, settings: { country, ...years } });
  const own = (tx: Tx) => new CooperativeQueries().own(tx);
  expect((await world.read(founder, own)).settings).toMatchObject({ country, ...years });
  const year = world.clock.now().getUTCFullYear() - 7;
  const [receipt] = await world.asOwner<{ id: string }>(
    `insert into platform.attachments (id, cooperative_id, name, media_type, size_bytes, sha256,
       created_at, subject_kind, subject_id)
     values (gen_random_uuid(), $1, 'Ada.png', 'image/png', 1, repeat('a', 64), $2, 'expense',
       gen_random_uuid()) returning id`,
    [mill.id, `${year}-06-01T00:00:00Z`],
  );
  expect(await drop.execute(systemActor(mill.id, 'job'))).toBe(rows);
  const removed = await world.asOwner<{ files: string[] }>(
    `select payload -> 'fileIds' as files from platform.jobs
     where name = 'platform.remove-files' and cooperative_id = $1`,
    [mill.id],
  );
  expect(removed).toEqual(rows === 0 ? [] : [{ files: [receipt?.id] }]);
});

it('forgets after a year what was written with an application that nobody decided', async () => {
  const mill = await world.cooperative('undecided');
  const applicant = await world.actor(await world.account('Waits'), mill.id);
  const who = { classKey: 'worker', kind: 'person', displayName: 'Waits', note: 'ill' } as const;
  const { application } = await world.useCases.apply.execute(applicant, who);
  const job = systemActor(mill.id, 'job');
  later(364);
  expect(await drop.execute(job)).toBe(0);
  later(2);
  expect(await drop.execute(job)).toBe(1);
  const found = await world.asOwner<object>(
    `select state, note, note_sealed from membership.applications where id = $1`,
    [application.id],
  );
  expect(found).toEqual([{ state: 'open', note: null, note_sealed: null }]);
  const input = { applicationId: application.id };
  const { member } = await world.useCases.admit.execute(await world.founder(mill), input);
  expect(member.standing).toBe('active');
});

it('forgets all others where one cannot be, of applicants and by the catalogue', async () => {
  const mill = await world.cooperative('stuck');
  const founder = await world.founder(mill);
  const decline = new DeclineApplication(world.unitOfWork);
  const who = { classKey: 'worker', kind: 'person', note: 'ill' } as const;
  const made = [];
  for (const displayName of ['First', 'Stuck', 'Last']) {
    const actor = await world.actor(await world.account(displayName), mill.id);
    const { application } = await world.useCases.apply.execute(actor, { ...who, displayName });
    await decline.execute(founder, { applicationId: application.id, note: 'no' });
    made.push(application);
  }
  const job = systemActor(mill.id, 'job');
  const left = async () => {
    const found = await world.asOwner<{ said: string }>(
      `select concat_ws(' ', m.display_name, coalesce(a.note, a.note_sealed::text) is not null)
         as said
       from membership.applications a join membership.members m on m.id = a.member_id
       where a.cooperative_id = $1 order by a.id`,
      [mill.id],
    );
    return found.map(({ said }) => said);
  };
  later(91);
  const stuck = made[1];
  await whileBroken(world, 'membership.applications', `old.id = '${stuck?.id}'`, () =>
    expect(drop.execute(job)).rejects.toThrow('broken'),
  );
  expect(await left()).toEqual(['First f', 'Stuck t', 'Last f']);
  later(100);
  await whileBroken(world, 'membership.members', `old.id = '${stuck?.memberId}'`, () =>
    expect(drop.execute(job)).rejects.toThrow('broken'),
  );
  expect(await left()).toEqual(['f', 'Stuck f', 'f']);
  expect(await drop.execute(job)).toBe(1);
  expect(await left()).toEqual(['f', 'f', 'f']);
});
