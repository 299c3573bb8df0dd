import { newId, sql, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { gate, waiting } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeclineApplication } from '../application/decline-application.js';
import { WithdrawApplication } from '../application/withdraw-application.js';
import { ChangeCooperative } from '../cooperative/change-cooperative.js';
import { DefineMemberClass } from '../member-class/define-member-class.js';
import { ActorClaims } from '../member/actor-claim.js';
import { holdStanding } from '../member/standing-lock.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let coop: TestCooperative;
let founder: Actor;
beforeAll(async () => {
  world = await createMembershipWorld();
  new ActorClaims(world.unitOfWork).onModuleInit();
  coop = await world.cooperative('moving');
  founder = await world.founder(coop);
});
afterAll(() => world.close());

type Officer = Actor & { readonly memberId: string };

async function officer(...roles: readonly Role[]): Promise<Officer> {
  const { memberId, accountId } = await world.member(coop, `Officer ${newId().slice(-4)}`);
  if (memberId === null || accountId === null) throw new Error('a member is one');
  for (const role of roles) await world.useCases.appoint.execute(founder, { memberId, role });
  return { ...(await world.actor(accountId, coop.id)), memberId };
}

async function applicant() {
  const accountId = await world.account('Bo');
  const { application } = await world.useCases.apply.execute(
    await world.actor(accountId, coop.id),
    { classKey: 'worker', kind: 'person', displayName: 'Bo' },
  );
  const actor = await world.actor(accountId, coop.id);
  return { actor, applicationId: application.id, memberId: application.memberId };
}

const termOf = async (memberId: string, role: Role): Promise<string> => {
  const [term] = await world.asOwner<{ id: string }>(
    `select id from membership.role_terms where member_id = $1 and role = $2 and ends_at is null`,
    [memberId, role],
  );
  return term?.id ?? '';
};

const endAll = sql(
  'moving-rights-spec.end-all',
  `update membership.role_terms set ends_at = $3
   where member_id = $1 and cooperative_id = $2 and ends_at is null`,
);

/** Ends every office of the member's, and commits when it is told to. */
function endingOffices({ memberId }: Officer) {
  const begun = gate();
  const goOn = gate();
  const ended = world.unitOfWork.run(systemActor(coop.id, 'job'), async (tx) => {
    await holdStanding(tx, memberId);
    await tx.run(endAll, [memberId, coop.id, tx.now]);
    begun.open();
    await goOn.opened;
  });
  return { begun: Promise.race([begun.opened, ended]), goOn: goOn.open, ended };
}

const acts: Readonly<Record<string, (actor: Actor) => Promise<() => Promise<unknown>>>> = {
  'appoints to an office': async (actor) => {
    const { memberId } = await officer();
    return () => world.useCases.appoint.execute(actor, { memberId, role: 'administrator' });
  },
  'ends a term': async (actor) => {
    const { memberId } = await officer('treasurer');
    const termId = await termOf(memberId, 'treasurer');
    return () => world.useCases.endRole.execute(actor, { termId });
  },
  'admits a member': async (actor) => {
    const { applicationId } = await applicant();
    return () => world.useCases.admit.execute(actor, { applicationId });
  },
  'declines an application': async (actor) => {
    const { applicationId } = await applicant();
    return () => new DeclineApplication(world.unitOfWork).execute(actor, { applicationId });
  },
  'changes a standing': async (actor) => {
    const { memberId } = await officer();
    const change = { memberId, to: 'expelled', reason: 'conduct' } as const;
    return () => world.useCases.changeStanding.execute(actor, change);
  },
  'defines a class': async (actor) => {
    const ours = { name: 'Friends', mayVote: true, votes: 9, openTo: 'person' } as const;
    return () =>
      new DefineMemberClass(world.unitOfWork).execute(actor, { key: 'friends', ...ours });
  },
  'changes who may join': async (actor) => () =>
    new ChangeCooperative(world.unitOfWork).execute(actor, { settings: { joining: 'closed' } }),
};

describe('whoever moves rights', () => {
  it.each(Object.keys(acts))(
    'and %s is refused when their office ends in between',
    async (name) => {
      const ada = await officer('administrator');
      const act = await acts[name]?.(ada);
      const ending = endingOffices(ada);
      await ending.begun;
      const before = await world.asOwner('select count(*) from platform.facts');
      const acted = act?.().then(
        () => 'done',
        (error: unknown) => error,
      );
      await expect.poll(() => waiting(world)).toBe(1);
      ending.goOn();
      await ending.ended;
      expect(await acted).toMatchObject({ code: 'FORBIDDEN' });
      expect(await world.asOwner('select count(*) from platform.facts')).toEqual(before);
    },
  );

  it('from each other: one of two administrators stays', async () => {
    const [ada, bo] = [await officer('administrator'), await officer('administrator')];
    const [ofAda, ofBo] = [
      await termOf(ada.memberId, 'administrator'),
      await termOf(bo.memberId, 'administrator'),
    ];
    const both = await Promise.allSettled([
      world.useCases.endRole.execute(ada, { termId: ofBo }),
      world.useCases.endRole.execute(bo, { termId: ofAda }),
    ]);
    const failed = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(failed).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

const renames = sql(
  'moving-rights-spec.rename',
  'update membership.members set display_name = $3 where id = $1 and cooperative_id = $2',
);

describe('an applicant who has something under way', () => {
  it.each(['declined', 'withdrawn'] as const)('is %s after it', async (end) => {
    const { actor, applicationId } = await applicant();
    const begun = gate();
    const goOn = gate();
    const order: string[] = [];
    const writing = world.unitOfWork.run(actor, async (tx) => {
      await tx.rows(sql('moving-rights-spec.look', 'select 1 where $1::uuid is not null'), [
        tx.cooperativeId,
      ]);
      begun.open();
      await goOn.opened;
      return tx.run(renames, [actor.memberId, coop.id, 'Bo of the mill']);
    });
    await begun.opened;
    const ends = {
      declined: () => new DeclineApplication(world.unitOfWork).execute(founder, { applicationId }),
      withdrawn: () => new WithdrawApplication(world.unitOfWork).execute(actor),
    };
    const ended = ends[end]().then(() => order.push(end));
    await expect.poll(() => waiting(world)).toBe(1);
    expect(order).toEqual([]);
    goOn.open();
    // Which of two answers a busy process reads first says nothing of which came first.
    await Promise.all([writing.then(() => order.push('written')), ended]);
    expect(order.toSorted()).toEqual([end, 'written'].toSorted());
    await expect(world.useCases.choose.execute(actor, { name: 'members' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
