import { Accounts } from '@rochdale/identity';
import { anonymousActor, newId, sql, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Letterbox } from '../../../identity/src/testing/identity-world.js';
import { applyInTx } from '../application/applying.js';
import { DeclineApplication, EraseAccount, FoundCooperative } from '../index.js';
import { DropPassed } from '../retention/drop-passed.js';
import { SweepInvitations } from '../invitation/sweep-invitations.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { EndApplications } from './end-applications.js';
import { ForgetApplicant } from './forget-applicant.js';

let world: MembershipWorld;
let ours: TestCooperative;
let other: TestCooperative;
const accounts = new Accounts();
const hal = { classKey: 'worker', kind: 'person', displayName: 'Hal Zqone' } as const;
beforeAll(async () => {
  world = await createMembershipWorld();
  [ours, other] = [await world.cooperative('ours'), await world.cooperative('other')];
});
afterAll(() => world.close());
const seed = systemActor(null, 'seed');
/** As signing in does, when it has let them in. */
const openSession = sql(
  'account-spec.open-session',
  `insert into identity.sessions (id, account_id, token_hash, expires_at, created_at, updated_at)
   select gen_random_uuid(), id, md5(id::text) || md5(id::text), now() + interval '1 day', now(),
     now() from identity.accounts where id = $1`,
);

const nameOf = async (accountId: string) => {
  const rows = await world.asOwner<{ name: string }>(
    'select name from identity.accounts where id = $1',
    [accountId],
  );
  return rows[0]?.name;
};
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? error,
  );

/** What is asked at the moment of an erasure: what became of it, once it is over or waits. */
async function started(asked: Promise<unknown>) {
  const outcome = codeOf(asked);
  await untilWaitingOrOver(world, outcome);
  return { outcome };
}

async function apply(accountId: string, where: TestCooperative): Promise<string> {
  const by = await world.actor(accountId, where.id);
  const { application } = await world.useCases.apply.execute(by, { ...hal, note: 'Zqhello' });
  return application.id;
}

async function declined(accountId: string, where: TestCooperative): Promise<void> {
  const applicationId = await apply(accountId, where);
  const decline = new DeclineApplication(world.unitOfWork);
  await decline.execute(await world.founder(where), { applicationId, note: 'Zqno' });
}

/** What follows the erasure of an account in co-operatives, as the worker does it. */
async function follow(accountId: string): Promise<void> {
  const { affairs, letterbox } = world.useCases;
  const end = new EndApplications(world.unitOfWork, accounts);
  await end.execute(systemActor(null, 'job'), { accountId });
  const jobs = await world.asOwner<{ at: string }>(
    `select cooperative_id as at from platform.jobs
     where name = 'membership.forget-applicant' and payload ->> 'accountId' = $1`,
    [accountId],
  );
  const forget = new ForgetApplicant(world.unitOfWork, accounts, affairs, letterbox);
  for (const { at } of jobs) await forget.execute(systemActor(at, 'job'), { accountId });
}

const eraseAccount = (actor: Actor) => world.useCases.eraseAccount.execute(actor);
const leftOf = (accountId: string) =>
  world.asOwner('select from membership.members where account_id = $1', [accountId]);

/** An account that a co-operative invites, to which it never applied. */
async function invited(name: string, where = other) {
  const accountId = await world.account(name);
  const [row] = await world.asOwner<{ email: string }>(
    'select email from identity.accounts where id = $1',
    [accountId],
  );
  const email = row?.email ?? '';
  await world.asOwner(
    `insert into membership.invitations
       (id, cooperative_id, email, name, class_key, state, token_hash, sent_at, expires_at)
     values ($1, $2, $3, $4, 'worker', 'open', md5($3) || md5($3), now(),
       now() + interval '9 days')`,
    [newId(), where.id, email, name],
  );
  return { accountId, email };
}

const nightAt = (cooperativeId: string) =>
  new SweepInvitations(world.unitOfWork).execute(systemActor(cooperativeId, 'job'));

/** Every table that says one of these, in any column that is text. */
async function saying(...words: readonly string[]): Promise<string[]> {
  const tables = await world.asOwner<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
     order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const sought = `select from ${name} t where t::text like any ($1::text[]) limit 1`;
    const rows = await world.asOwner(sought, [words.map((word) => `%${word}%`)]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('the account of who belongs nowhere', () => {
  it('notes on which day its person was here last', async () => {
    const accountId = await world.account('Nia Never');
    const lastUsedOn = async () =>
      await world.asOwner(
        `select last_used_on = (now() at time zone 'UTC')::date as today
         from identity.accounts where id = $1`,
        [accountId],
      );
    expect(await lastUsedOn()).toEqual([{ today: null }]);
    await world.unitOfWork.run(anonymousActor(), (tx) => tx.run(openSession, [accountId]));
    expect(await lastUsedOn()).toEqual([{ today: true }]);
    await eraseAccount(await world.actor(accountId, null));
    expect(await lastUsedOn()).toEqual([{ today: null }]);
  });

  it('goes by asking, where its person never applied', async () => {
    const accountId = await world.account('Nia Never');
    await eraseAccount(await world.actor(accountId, ours.id));
    expect(await nameOf(accountId)).toBe('');
    // Pressed twice: it is done already.
    await eraseAccount({ ...(await world.actor(accountId, null)), accountId, kind: 'account' });
  });

  it('goes by asking, also outside of every co-operative', async () => {
    const accountId = await world.account('Nia Never');
    const actor = await world.actor(accountId, null);
    await eraseAccount(actor);
    expect([actor.cooperativeId, await nameOf(accountId)]).toEqual([null, '']);
    const facts = await world.asOwner(
      `select cooperative_id as at from platform.facts
       where type = 'identity.AccountErased' and subject_id = $1`,
      [accountId],
    );
    expect(facts).toEqual([{ at: null }]);
  });

  it('goes with every application that was declined, and what was written about it', async () => {
    const accountId = await world.account('Hal Zqone');
    for (const where of [ours, other]) await declined(accountId, where);
    const ids = await world.asOwner<{ id: string }>(
      'select id from membership.members where account_id = $1',
      [accountId],
    );
    await eraseAccount(await world.actor(accountId, null));
    await follow(accountId);
    expect([await nameOf(accountId), await leftOf(accountId)]).toEqual(['', []]);
    const rows = await world.asOwner<{ said: string }>(
      `select m::text || a::text as said from membership.members m
       join membership.applications a on a.member_id = m.id where m.id = any($1::uuid[])`,
      [ids.map(({ id }) => id)],
    );
    expect(rows).toHaveLength(2);
    expect(rows.map(({ said }) => said).join(' ')).not.toContain('Zq');
    const notes = await world.asOwner(
      `select from membership.applications where member_id = any($1::uuid[])
         and (note_sealed is not null or decision_note_sealed is not null)`,
      [ids.map(({ id }) => id)],
    );
    expect(notes).toEqual([]);
  });

  it('goes with every invitation of its address, wherever it was invited', async () => {
    const { accountId, email } = await invited('Hal Zqinvited');
    await eraseAccount(await world.actor(accountId, null));
    await follow(accountId);
    const before = `select state, decided_at from membership.invitations where cooperative_id = $1`;
    // Whoever invited reads nothing of it by day: the instant would tell whose account it was.
    expect(await world.asOwner(before, [other.id])).toEqual([{ state: 'open', decided_at: null }]);
    world.clock.advance({ hours: 5 });
    await nightAt(other.id);
    expect(await saying(email, 'Zqinvited')).toEqual([]);
    const rows = await world.asOwner(
      `select state, token_hash is null and decided_at = $2 as over,
         array(select type from platform.facts f where f.cooperative_id = i.cooperative_id
           and f.subject_id = i.id) as facts
       from membership.invitations i where cooperative_id = $1`,
      [other.id, world.clock.now()],
    );
    const facts = ['membership.InvitationRevoked'];
    expect(rows).toEqual([{ state: 'revoked', over: true, facts }]);
  });

  it('leaves those of an address alone that its owner never confirmed', async () => {
    const { accountId, email } = await invited('Hal Zqstranger', ours);
    await world.asOwner('update identity.accounts set email_verified = false where id = $1', [
      accountId,
    ]);
    await eraseAccount(await world.actor(accountId, null));
    await nightAt(ours.id);
    expect(await saying(email)).toEqual(['membership.invitations']);
    const open = `select from membership.invitations where email = $1 and state = 'open'`;
    expect(await world.asOwner(open, [email])).toHaveLength(1);
  });

  it('goes after the term of the application, when nothing else leads to it', async () => {
    const accountId = await world.account('Hal Zqone');
    await declined(accountId, other);
    world.clock.advance({ days: 200 });
    const { affairs, cooperatives, letterbox } = world.useCases;
    const { unitOfWork } = world;
    const drop = new DropPassed(unitOfWork, cooperatives, affairs, accounts, letterbox);
    await drop.execute(systemActor(other.id, 'job'));
    expect([await nameOf(accountId), await leftOf(accountId)]).toEqual(['Hal Zqone', []]);
    await eraseAccount(await world.actor(accountId, other.id));
    expect(await nameOf(accountId)).toBe('');
  });

  it('is no business of tokens, strangers or the system', async () => {
    const accountId = await world.account('Nia Never');
    const actor = await world.actor(accountId, ours.id);
    const token = { ...actor, via: 'personal-token', scopes: new Set(['membership:write']) };
    expect(await codeOf(eraseAccount(token as Actor))).toBe('FORBIDDEN');
    expect(await codeOf(eraseAccount(anonymousActor(ours.id)))).toBe('UNAUTHENTICATED');
    expect(await codeOf(eraseAccount(systemActor(ours.id, 'job')))).toBe('FORBIDDEN');
    expect(await nameOf(accountId)).toBe('Nia Never');
  });
});

describe('who belongs somewhere', () => {
  it('is erased there first: also who waits, who left and who administers', async () => {
    const member = await world.member(ours);
    expect(await codeOf(eraseAccount(member))).toBe('ACCOUNT_STILL_BELONGS');
    const elsewhere = await world.actor(member.accountId ?? '', other.id);
    expect(await codeOf(eraseAccount(elsewhere))).toBe('ACCOUNT_STILL_BELONGS');
    await world.useCases.leave.execute(member);
    expect(await codeOf(eraseAccount(member))).toBe('ACCOUNT_STILL_BELONGS');
    expect(await codeOf(eraseAccount(await world.founder(ours)))).toBe('ACCOUNT_STILL_BELONGS');
    const applicant = await world.account('Hal Zqone');
    await apply(applicant, other);
    const asked = eraseAccount(await world.actor(applicant, ours.id));
    expect(await codeOf(asked)).toBe('ACCOUNT_STILL_BELONGS');
  });

  it('takes the account along from the last place, whoever declined them elsewhere', async () => {
    const member = await world.member(ours, 'Hal Zqone');
    const accountId = member.accountId ?? '';
    await declined(accountId, other);
    await world.useCases.leave.execute(member);
    await world.useCases.erase.execute(await world.actor(accountId, ours.id), {});
    expect(await nameOf(accountId)).toBe('');
    await follow(accountId);
    expect(await leftOf(accountId)).toEqual([]);
  });

  it('takes the invitations of elsewhere along from the last place', async () => {
    const third = await world.cooperative(`third-${newId().slice(-6)}`);
    const { accountId, email } = await invited('Hal Zqlast', third);
    const there = await world.actor(accountId, ours.id);
    const { application } = await world.useCases.apply.execute(there, { ...hal, note: null });
    const { id } = application;
    await world.useCases.admit.execute(await world.founder(ours), { applicationId: id });
    await world.useCases.leave.execute(await world.actor(accountId, ours.id));
    await world.useCases.erase.execute(await world.actor(accountId, ours.id), {});
    await nightAt(third.id);
    expect(await saying(email, 'Zqlast')).toEqual([]);
  });

  it('ends no invitation of elsewhere where an officer erases them', async () => {
    const third = await world.cooperative(`third-${newId().slice(-6)}`);
    const { accountId, email } = await invited('Hal Zqmoves', third);
    const there = await world.actor(accountId, ours.id);
    const { application } = await world.useCases.apply.execute(there, { ...hal, note: null });
    const { id } = application;
    await world.useCases.admit.execute(await world.founder(ours), { applicationId: id });
    await world.useCases.leave.execute(await world.actor(accountId, ours.id));
    const { memberId } = await world.actor(accountId, ours.id);
    await world.useCases.erase.execute(await world.founder(ours), { memberId });
    expect(await nameOf(accountId)).toBe('');
    await nightAt(third.id);
    const open = `select from membership.invitations where email = $1 and state = 'open'`;
    expect(await world.asOwner(open, [email])).toHaveLength(1);
  });

  it('keeps it where they wait for an answer, or left and were not erased', async () => {
    const third = await world.cooperative(`third-${newId().slice(-6)}`);
    const member = await world.member(ours, 'Hal Zqone');
    const accountId = member.accountId ?? '';
    const applicationId = await apply(accountId, other);
    await apply(accountId, third);
    await world.useCases.admit.execute(await world.founder(other), { applicationId });
    await world.useCases.leave.execute(await world.actor(accountId, other.id));
    for (const where of [ours, other]) {
      const actor = await world.actor(accountId, where.id);
      if (where === ours) await world.useCases.leave.execute(actor);
      await world.useCases.erase.execute(await world.actor(accountId, where.id), {});
      expect(await nameOf(accountId)).toBe('Hal Zqone');
    }
    await follow(accountId);
    expect(await leftOf(accountId)).toHaveLength(1);
  });
});

describe('at the same moment', () => {
  /** An erasure that has counted where the person belongs, and does not commit yet. */
  function erasing(actor: Actor) {
    const [begun, goOn] = [gate(), gate()];
    class Slow extends Letterbox {
      override async forget(): Promise<void> {
        begun.open();
        await goOn.opened;
      }
    }
    const { principals, list } = world.useCases;
    const slow = new EraseAccount(world.unitOfWork, accounts, new Slow(), principals, list);
    const done = slow.execute(actor);
    return { begun: Promise.race([begun.opened, done]), goOn: goOn.open, done };
  }

  it('nobody applies, founds or signs in where the erasure was first', async () => {
    const accountId = await world.account('Hal Zqone');
    const there = await world.actor(accountId, other.id);
    const founding = {
      slug: `found-${newId().slice(-6)}`,
      name: 'Found',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId, displayName: 'Hal', classKey: 'worker' },
    };
    const attempts = [
      () => world.useCases.apply.execute(there, { ...hal, note: null }),
      () => new FoundCooperative(world.unitOfWork, accounts).execute(seed, founding),
      () => world.unitOfWork.run(anonymousActor(), (tx) => tx.run(openSession, [accountId])),
    ];
    const erasure = erasing(there);
    await erasure.begun;
    const outcomes: Promise<unknown>[] = [];
    for (const attempt of attempts) outcomes.push((await started(attempt())).outcome);
    const twice = (await started(eraseAccount(there))).outcome;
    erasure.goOn();
    await erasure.done;
    expect(await twice).toBe('done');
    // Who founds is told the one where they waited, and the other where they came after it.
    const founds = expect.stringMatching(/^(UNAUTHENTICATED|ACCOUNT_NOT_FOUND)$/) as string;
    const refused = ['UNAUTHENTICATED', founds, 'UNAUTHENTICATED'];
    expect(await Promise.all(outcomes)).toEqual(refused);
    const sessions = 'select from identity.sessions where account_id = $1';
    expect([await leftOf(accountId), await world.asOwner(sessions, [accountId])]).toEqual([[], []]);
  });

  it('keeps the account where the application was first', async () => {
    const accountId = await world.account('Hal Zqone');
    const there = await world.actor(accountId, other.id);
    const [begun, goOn] = [gate(), gate()];
    const applied = world.unitOfWork.run(systemActor(other.id, 'job'), async (tx) => {
      await accounts.hold(tx, accountId);
      await applyInTx(tx, accountId, { ...hal, note: null });
      begun.open();
      await goOn.opened;
    });
    await begun.opened;
    const { outcome } = await started(eraseAccount(there));
    goOn.open();
    await applied;
    expect(await outcome).toBe('ACCOUNT_STILL_BELONGS');
    expect(await nameOf(accountId)).toBe('Hal Zqone');
  });

  it('what follows an erasure forgets nobody whose account is there', async () => {
    const accountId = await world.account('Hal Zqone');
    await declined(accountId, other);
    const { affairs, letterbox } = world.useCases;
    const forget = new ForgetApplicant(world.unitOfWork, accounts, affairs, letterbox);
    await forget.execute(systemActor(other.id, 'job'), { accountId });
    await follow(accountId);
    expect(await leftOf(accountId)).toHaveLength(1);
    for (const asking of [
      forget.execute(anonymousActor(other.id), { accountId }),
      new EndApplications(world.unitOfWork, accounts).execute(anonymousActor(), { accountId }),
    ]) {
      await expect(asking).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });
});
