import { Accounts, IdentitySettings, RateLimits } from '@rochdale/identity';
import { anonymousActor, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Letterbox } from '../../../identity/src/testing/identity-world.js';
import { applyInTx } from '../application/applying.js';
import { AcceptInvitation } from '../invitation/accept-invitation.js';
import { InvitationPost } from '../invitation/invitation-post.js';
import { InviteMember } from '../invitation/invite-member.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { EraseMember } from './erase-member.js';
import type { ErasedTexts } from './erase-member.js';

let world: MembershipWorld;
let mill: TestCooperative;
let farm: TestCooperative;
let accept: AcceptInvitation;
let invite: InviteMember;
const accounts = new Accounts();
const worker = { classKey: 'worker', kind: 'person', displayName: 'Ada' } as const;

beforeAll(async () => {
  world = await createMembershipWorld();
  [mill, farm] = [await world.cooperative('mill'), await world.cooperative('farm')];
  const limits = new RateLimits(world.unitOfWork);
  accept = new AcceptInvitation(world.unitOfWork, accounts, limits);
  const settings: IdentitySettings = {
    publicUrl: 'http://localhost',
    pagesUrl: 'http://localhost/pages',
    secret: '',
    trustedOrigins: [],
    requireVerifiedEmail: true,
    oidc: null,
    report: () => undefined,
  };
  const post = new InvitationPost(world.useCases.letterbox, settings, limits);
  invite = new InviteMember(world.unitOfWork, post, new Accounts());
});
afterAll(() => world.close());

/** Who left the mill and may be erased there. */
async function left(): Promise<Actor & { readonly accountId: string }> {
  const { accountId } = await world.member(mill);
  if (accountId === null) throw new Error('a member has an account');
  await world.useCases.leave.execute(await world.actor(accountId, mill.id));
  return { ...(await world.actor(accountId, mill.id)), accountId };
}

/** An erasure that has counted where else the person belongs, and does not commit yet. */
function erasing(actor: Actor, texts: ErasedTexts = 'keep-without-name') {
  const [begun, goOn] = [gate(), gate()];
  class Slow extends Letterbox {
    override async forget(): Promise<void> {
      begun.open();
      await goOn.opened;
    }
  }
  const { affairs, principals, list } = world.useCases;
  const slow = new EraseMember(world.unitOfWork, accounts, affairs, new Slow(), principals, list);
  const done = slow.execute(actor, { texts });
  return { begun: Promise.race([begun.opened, done]), goOn: goOn.open, done };
}

/** What became of it, as soon as it is over or waits for another. */
async function started(asked: Promise<unknown>) {
  const outcome = asked.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? error,
  );
  await untilWaitingOrOver(world, outcome);
  return { outcome };
}

const isErased = async (accountId: string) => {
  const rows = await world.asOwner<{ gone: boolean }>(
    'select erased_at is not null as gone from identity.accounts where id = $1',
    [accountId],
  );
  return rows[0]?.gone;
};
const memberships = (accountId: string) =>
  world.asOwner('select standing from membership.members where account_id = $1', [accountId]);

describe('who is erased at the same moment', () => {
  it('applies nowhere, where the erasure was first', async () => {
    const ada = await left();
    const there = await world.actor(ada.accountId, farm.id);
    const erasure = erasing(ada);
    await erasure.begun;
    const { outcome } = await started(world.useCases.apply.execute(there, worker));
    erasure.goOn();
    await erasure.done;
    expect(await outcome).toBe('UNAUTHENTICATED');
    expect(await isErased(ada.accountId)).toBe(true);
    expect(await memberships(ada.accountId)).toEqual([]);
  });

  it('keeps the account, where the application was first', async () => {
    const ada = await left();
    const [begun, goOn] = [gate(), gate()];
    const applied = world.unitOfWork.run(systemActor(farm.id, 'job'), async (tx) => {
      await accounts.hold(tx, ada.accountId);
      await applyInTx(tx, ada.accountId, { ...worker, note: null });
      begun.open();
      await goOn.opened;
    });
    await begun.opened;
    const { outcome } = await started(world.useCases.erase.execute(ada, {}));
    goOn.open();
    await applied;
    expect(await outcome).toBe('done');
    expect(await isErased(ada.accountId)).toBe(false);
    expect(await memberships(ada.accountId)).toEqual([{ standing: 'applicant' }]);
  });

  it('in the last two co-operatives has no account any more', async () => {
    const ada = await left();
    const there = await world.actor(ada.accountId, farm.id);
    const { application } = await world.useCases.apply.execute(there, worker);
    const admitted = { applicationId: application.id };
    await world.useCases.admit.execute(await world.founder(farm), admitted);
    await world.useCases.leave.execute(await world.actor(ada.accountId, farm.id));
    const erasure = erasing(ada);
    await erasure.begun;
    const also = world.useCases.erase.execute(await world.actor(ada.accountId, farm.id), {});
    const { outcome } = await started(also);
    erasure.goOn();
    await erasure.done;
    expect(await outcome).toBe('done');
    expect(await isErased(ada.accountId)).toBe(true);
  });

  it.each(['mill', 'farm'] as const)('is invited to the %s no more', async (name) => {
    const ada = await left();
    const [row] = await world.asOwner<{ email: string }>(
      'select email from identity.accounts where id = $1',
      [ada.accountId],
    );
    const email = row?.email ?? '';
    const founder = await world.founder(name === 'mill' ? mill : farm);
    const letter = { email, name: 'Ada', classKey: 'worker', expiresInDays: 14 };
    await invite.execute(founder, letter);
    const url = new URL(world.useCases.letterbox.link('membership.invitation'));
    const token = url.searchParams.get('token') ?? '';
    const erasure = erasing(ada);
    await erasure.begun;
    const { outcome } = await started(accept.execute(anonymousActor(), { token, address: email }));
    erasure.goOn();
    await erasure.done;
    // Whoever erases themselves with their account is invited nowhere any more.
    expect(await outcome).toBe('INVITATION_OVER');
    expect(await isErased(ada.accountId)).toBe(true);
    expect(await memberships(ada.accountId)).toEqual([]);
    const rows = await world.asOwner('select id from identity.accounts where email = $1', [email]);
    expect(rows).toEqual([]);
  });
});

it('the database takes no member of an erased account', async () => {
  const ada = await left();
  await world.useCases.erase.execute(ada, {});
  const insert = `insert into membership.members (id, cooperative_id, account_id, kind, class_key,
      standing, standing_since, display_name, applied_at)
    values (gen_random_uuid(), $1, $2, 'person', 'worker', 'applicant', now(), 'Ada', now())`;
  await expect(world.asOwner(insert, [farm.id, ada.accountId])).rejects.toThrow('erased account');
});

describe('who is erased twice at once', () => {
  const toForget = async ({ memberId }: Actor) => {
    const rows = await world.asOwner<{ removes: boolean; jobs: number }>(
      `select e.removes_texts as removes, (select count(*)::int from platform.jobs j
         where j.name = 'membership.forget-member' and j.payload ->> 'memberId' = $1::text) as jobs
       from membership.erasures e where e.member_id = $1::uuid`,
      [memberId],
    );
    return rows;
  };

  it.each(['keep-without-name', 'remove'] as const)(
    'and once wants texts removed has them removed, where %s came first',
    async (first) => {
      const second = first === 'remove' ? 'keep-without-name' : 'remove';
      const ada = await left();
      const erasure = erasing(ada, first);
      await erasure.begun;
      const { outcome } = await started(world.useCases.erase.execute(ada, { texts: second }));
      erasure.goOn();
      await erasure.done;
      expect(await outcome).toBe('done');
      // The erasure itself is followed as a fact; what is asked after it is a job at once.
      expect(await toForget(ada)).toEqual([{ removes: true, jobs: second === 'remove' ? 1 : 0 }]);
      await world.useCases.erase.execute(ada, { texts: 'remove' });
      expect(await toForget(ada)).toMatchObject([{ jobs: second === 'remove' ? 1 : 0 }]);
    },
  );

  it('is not listed anew, nor as one whose texts stay after all', async () => {
    const ada = await left();
    await world.useCases.erase.execute(ada, { texts: 'remove' });
    const changes = ['removes_texts = false', 'erased_at = now()', 'account_id = null'];
    for (const change of changes) {
      const update = `update membership.erasures set ${change} where member_id = $1`;
      await expect(world.asOwner(update, [ada.memberId])).rejects.toThrow('never changed');
    }
  });
});
