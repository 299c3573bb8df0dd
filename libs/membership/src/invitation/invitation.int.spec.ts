import { Accounts, IdentitySettings, RateLimits } from '@rochdale/identity';
import { anonymousActor, dayOf, daysLater, Letters, systemActor } from '@rochdale/platform';
import type { Actor, Addressee, LetterDefinition, Tx } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { AcceptInvitation } from './accept-invitation.js';
import { InvitationPost } from './invitation-post.js';
import { InvitationQueries } from './invitation.queries.js';
import { InviteMember } from './invite-member.js';
import { ResendInvitation } from './resend-invitation.js';
import { RevokeInvitation } from './revoke-invitation.js';
import { SweepInvitations } from './sweep-invitations.js';

/** Letters as they were written, with the link of each. */
class Desk extends Letters {
  override readonly isDelivered = true;
  readonly links = new Map<string, string>();
  readonly lastDays = new Map<string, string>();

  override write<Data extends object>(
    _tx: Tx,
    _letter: LetterDefinition<Data>,
    { email }: Addressee,
    data: Data,
  ): Promise<void> {
    const { url, lastDay } = data as { url?: string; lastDay?: string };
    this.lastDays.set(email, lastDay ?? '');
    this.links.set(email, new URL(url ?? '').searchParams.get('token') ?? '');
    return Promise.resolve();
  }

  override forget(): Promise<void> {
    return Promise.resolve();
  }
}

const settings: IdentitySettings = {
  publicUrl: 'http://localhost',
  pagesUrl: 'http://localhost/pages',
  secret: '',
  trustedOrigins: [],
  requireVerifiedEmail: true,
  oidc: null,
  report: () => undefined,
};

const desk = new Desk();
let world: MembershipWorld;
let coop: TestCooperative;
let founder: Actor;
let invite: InviteMember;
let resend: ResendInvitation;
let revoke: RevokeInvitation;
let accept: AcceptInvitation;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('inviting');
  founder = await world.founder(coop);
  const limits = new RateLimits(world.unitOfWork);
  const post = new InvitationPost(desk, settings, limits);
  invite = new InviteMember(world.unitOfWork, post, new Accounts());
  resend = new ResendInvitation(world.unitOfWork, post);
  revoke = new RevokeInvitation(world.unitOfWork);
  accept = new AcceptInvitation(world.unitOfWork, new Accounts(), limits);
});
afterAll(() => world.close());

const input = (email: string) => ({
  email,
  name: 'Ada',
  classKey: 'worker',
  expiresInDays: 14,
});
const take = (email: string, address = email) =>
  accept.execute(anonymousActor(), { token: desk.links.get(email) ?? 'none', address });
const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const accountOf = async (email: string) => {
  const [row] = await world.asOwner<{ id: string; email_verified: boolean; ways: number }>(
    `select id, email_verified, (select count(*)::int from identity.credentials c
       where c.account_id = a.id) as ways from identity.accounts a where email = $1`,
    [email],
  );
  return row;
};

describe('an invitation', () => {
  it('is taken under a name that is no officer’s, unless the officers wrote it', async () => {
    const email = 'bram@example.org';
    const bram = await world.member(coop, 'Bram Okonjo');
    const term = { memberId: bram.memberId ?? '', role: 'treasurer', startsAt: null, endsAt: null };
    await world.useCases.appoint.execute(founder, term);
    // As members read them: who takes the invitation is one by that.
    const shy = await world.member(coop, 'Shy One');
    const corncrake = { pseudonym: 'Corncrake', visibleTo: 'members' };
    await world.useCases.choosePseudonym.execute(shy, corncrake);
    await invite.execute(founder, { ...input(email), name: 'Okonjo Bram' });
    const takeAs = (displayName: string) => {
      const token = desk.links.get(email) ?? 'none';
      return accept.execute(anonymousActor(), { token, address: email, displayName });
    };
    for (const name of ['Bram Okonjo', 'Corncrake', 'Administrator']) {
      await expect(takeAs(name)).rejects.toThrow(code('MEMBER_NAME_TAKEN'));
    }
    expect((await takeAs('Okonjo Bram')).member.displayName).toBe('Okonjo Bram');
  });

  it('is taken under thirty names a day at most, however many addresses ask', async () => {
    const email = 'tries@example.org';
    await invite.execute(founder, input(email));
    const token = desk.links.get(email) ?? 'none';
    const takeAs = (displayName: string, nth: number) =>
      accept.execute(anonymousActor(), { token, address: `from ${nth}`, displayName });
    for (let nth = 0; nth < 30; nth += 1) {
      await expect(takeAs('Bo ard', nth)).rejects.toThrow(code('MEMBER_NAME_TAKEN'));
    }
    await expect(takeAs('Ada Two', 31)).rejects.toThrow(code('RATE_LIMITED'));
    // By the name that the officers wrote they join all the same.
    expect((await take(email)).member.displayName).toBe('Ada');
  });

  it('makes an account and a member, once, and keeps no more than a hash of its link', async () => {
    const { id } = await invite.execute(founder, input(' Ada@Example.org '));
    const token = desk.links.get('ada@example.org') ?? '';
    const [kept] = await world.asOwner<{ kept: string }>(
      'select i::text as kept from membership.invitations i where id = $1',
      [id],
    );
    expect(kept?.kept).not.toContain(token);
    const both = await Promise.allSettled([take('ada@example.org'), take('ada@example.org')]);
    const failed = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(failed).toEqual([code('INVITATION_OVER')]);
    const account = await accountOf('ada@example.org');
    expect(account).toMatchObject({ email_verified: true, ways: 0 });
    const member = await world.actor(account?.id ?? '', coop.id);
    expect(member.standing).toBe('active');
    const [row] = await world.read(founder, (tx) => new InvitationQueries().findMany(tx, [id]));
    expect(row).toMatchObject({ state: 'accepted', memberId: member.memberId });
  });

  it('uses the account of the address; what a stranger set up there before is gone', async () => {
    const accountId = await world.account('Bo');
    const { email } = (
      await world.asOwner<{ email: string }>(
        `update identity.accounts set email_verified = false where id = $1 returning email`,
        [accountId],
      )
    )[0] ?? { email: '' };
    expect(await accountOf(email)).toMatchObject({ ways: 1 });
    await invite.execute(founder, input(email));
    await take(email);
    expect(await accountOf(email)).toEqual({ id: accountId, email_verified: true, ways: 0 });
    expect((await world.actor(accountId, coop.id)).standing).toBe('active');
  });

  it('admits whoever applied meanwhile, and nobody twice', async () => {
    const accountId = await world.account('Cy');
    const email =
      (
        await world.asOwner<{ email: string }>(
          'select email from identity.accounts where id = $1',
          [accountId],
        )
      )[0]?.email ?? '';
    const applying = { classKey: 'worker', kind: 'person', displayName: 'Cy' } as const;
    await world.useCases.apply.execute(await world.actor(accountId, coop.id), applying);
    await invite.execute(founder, input(email));
    expect((await take(email)).member).toMatchObject({ displayName: 'Cy', standing: 'active' });
    await invite.execute(founder, input(email));
    await expect(take(email)).rejects.toThrow(code('ALREADY_A_MEMBER'));
  });

  it('ends by time, by being revoked, and by another letter', async () => {
    const email = 'dee@example.org';
    const { id } = await invite.execute(founder, input(email));
    const first = desk.links.get(email) ?? '';
    await expect(invite.execute(founder, input(email))).rejects.toThrow(code('INVITATION_OPEN'));
    world.clock.advance({ hours: 14 * 24 });
    await expect(take(email)).rejects.toThrow(code('INVITATION_OVER'));
    const again = await resend.execute(founder, { invitationId: id, expiresInDays: 1 });
    expect(again.expiresAt > world.clock.now()).toBe(true);
    const stale = { token: first, address: 'x' };
    await expect(accept.execute(anonymousActor(), stale)).rejects.toThrow(code('INVITATION_OVER'));
    const gone = await revoke.execute(founder, { invitationId: id });
    expect(gone).toMatchObject({ state: 'revoked', email: null, name: null });
    await expect(take(email)).rejects.toThrow(code('INVITATION_OVER'));
    await expect(revoke.execute(founder, { invitationId: id })).rejects.toThrow(
      code('INVITATION_OVER'),
    );
  });

  it('is the officers’, and no other co-operative’s', async () => {
    const { id } = await invite.execute(founder, input('eli@example.org'));
    const member = await world.member(coop);
    await expect(invite.execute(member, input('f@example.org'))).rejects.toThrow(code('FORBIDDEN'));
    const elsewhere = await world.founder(await world.cooperative('elsewhere'));
    await expect(revoke.execute(elsewhere, { invitationId: id })).rejects.toThrow(
      code('INVITATION_UNKNOWN'),
    );
    const page = await world.read(elsewhere, (tx) => new InvitationQueries().page(tx, {}));
    expect(page.rows).toEqual([]);
  });

  it('is forgotten a month after it was over or accepted, and not before', async () => {
    const own = await world.cooperative('sweeping');
    const officer = await world.founder(own);
    const [late, taken] = ['nia@example.org', 'ole@example.org'];
    const { id: lateId } = await invite.execute(officer, input(late));
    const { id: takenId } = await invite.execute(officer, input(taken));
    await take(taken);
    const sweep = () => new SweepInvitations(world.unitOfWork).execute(systemActor(own.id, 'job'));
    const kept = async () => {
      const rows = await world.read(officer, (tx) =>
        new InvitationQueries().findMany(tx, [lateId, takenId]),
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return [lateId, takenId].map((id) => {
        const { state, email, name } = byId.get(id) ?? {};
        return [state, email, name];
      });
    };
    world.clock.advance({ days: 29 });
    await sweep();
    expect(await kept()).toEqual([
      ['open', late, 'Ada'],
      ['accepted', taken, 'Ada'],
    ]);
    world.clock.advance({ days: 1 });
    expect(await sweep()).toMatchObject({ closed: 0 });
    expect((await kept())[1]).toEqual(['accepted', null, null]);
    world.clock.advance({ days: 14 });
    expect(await sweep()).toEqual({ closed: 1, forgotten: 0 });
    expect(await kept()).toEqual([
      ['revoked', null, null],
      ['accepted', null, null],
    ]);
    expect(await sweep()).toEqual({ closed: 0, forgotten: 0 });
    await expect(take(late)).rejects.toThrow(code('INVITATION_OVER'));
    const told = await world.asOwner(
      `select 1 from platform.facts
       where type = 'membership.InvitationRevoked' and subject_id = $1`,
      [lateId],
    );
    expect(told).toHaveLength(1);
    await expect(new SweepInvitations(world.unitOfWork).execute(officer)).rejects.toThrow(
      code('FORBIDDEN'),
    );
    expect((await invite.execute(officer, input(late))).state).toBe('open');
  });

  it('is forgotten also where another cannot be', async () => {
    const own = await world.cooperative('stuck');
    const officer = await world.founder(own);
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      ids.push((await invite.execute(officer, input(`${name}@stuck.example`))).id);
    }
    world.clock.advance({ days: 45 });
    const sweep = () => new SweepInvitations(world.unitOfWork).execute(systemActor(own.id, 'job'));
    await whileBroken(world, 'membership.invitations', `old.id = '${ids[0]}'`, () =>
      expect(sweep()).rejects.toThrow('broken'),
    );
    const left = async () =>
      (
        await world.asOwner<{ email: string }>(
          `select email from membership.invitations where email like '%stuck.example'`,
        )
      ).map(({ email }) => email);
    expect(await left()).toEqual(['a@stuck.example']);
    await sweep();
    expect(await left()).toEqual([]);
  });

  it('says in its letter the last day as the co-operative counts days', async () => {
    // Late in the evening in London, and the next day in Berlin.
    const evening = new Date(world.clock.now());
    evening.setUTCDate(evening.getUTCDate() + 1);
    evening.setUTCHours(23, 30, 0, 0);
    world.clock.set(evening);
    await invite.execute(founder, input('jo@example.org'));
    expect(desk.lastDays.get('jo@example.org')).toBe(
      dayOf(daysLater(evening, 14), 'Europe/Berlin'),
    );
    expect(dayOf(daysLater(evening, 14))).not.toBe(desk.lastDays.get('jo@example.org'));
  });

  it('is forgotten with its person', async () => {
    const email = 'gil@example.org';
    const { id } = await invite.execute(founder, input(email));
    await take(email);
    const account = await accountOf(email);
    await world.useCases.leave.execute(await world.actor(account?.id ?? '', coop.id));
    const later = await invite.execute(founder, input(email));
    const left = await world.actor(account?.id ?? '', coop.id);
    await world.useCases.erase.execute(left, {});
    // At once its link opens nothing; of the record it goes in the night.
    await expect(take(email)).rejects.toThrow(code('INVITATION_OVER'));
    await new SweepInvitations(world.unitOfWork).execute(systemActor(coop.id, 'job'));
    const rows = await world.read(founder, (tx) =>
      new InvitationQueries().findMany(tx, [id, later.id]),
    );
    expect(rows.map(({ email: kept, name }) => [kept, name])).toEqual([
      [null, null],
      [null, null],
    ]);
    await expect(take(email)).rejects.toThrow(code('INVITATION_OVER'));
  });

  it('is not sent all day, and not tried all day', async () => {
    const { id } = await invite.execute(founder, input('hal@example.org'));
    const again = () => resend.execute(founder, { invitationId: id, expiresInDays: 1 });
    for (let turn = 0; turn < 4; turn += 1) await again();
    await expect(again()).rejects.toThrow(code('RATE_LIMITED'));
    const guess = () => take('nobody@example.org', 'somewhere').catch((error: unknown) => error);
    const answers = [];
    for (let turn = 0; turn < 31; turn += 1) answers.push(await guess());
    expect(answers.at(-2)).toMatchObject({ code: 'INVITATION_OVER' });
    expect(answers.at(-1)).toMatchObject({ code: 'RATE_LIMITED' });
  });
});
