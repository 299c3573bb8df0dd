import { MemberErased, StandingChanged, WithdrawApplication } from '@rochdale/membership';
import { Payees } from '@rochdale/payouts';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import type {
  MembershipWorld,
  TestCooperative,
} from '../../../membership/src/testing/membership-world.js';
import { expensesReactions, ForgetPayee } from '../expenses.jobs.js';
import '../expenses.permissions.js';
import { ForgetPayeeDetails } from './forget-payee-details.js';

let world: MembershipWorld;
let mill: TestCooperative;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
});
afterAll(() => world.close());

const application = { classKey: 'worker', kind: 'person', displayName: 'Ada' } as const;

async function applicant(): Promise<Actor> {
  const accountId = await world.account();
  await world.useCases.apply.execute(await world.actor(accountId, mill.id), application);
  return world.actor(accountId, mill.id);
}

/** Where to pay, as they said before and say now. */
async function say({ memberId }: Actor): Promise<void> {
  for (const until of [`'2026-01-01'`, 'null']) {
    await world.asOwner(
      `insert into payments.payee_details (id, cooperative_id, payee_kind, payee_id, sealed, masked,
         usable_from, set_at, superseded_at)
       values ($1, $2, 'member', $3, 'sealed', 'DE89 •••• 3000', now(), now(), ${until})`,
      [newId(), mill.id, memberId],
    );
  }
}

const kept = ({ memberId }: Actor) =>
  world.asOwner(
    `select masked from payments.payee_details
     where payee_id = $1 and (length(sealed) > 0 or masked <> '' or superseded_at is null)`,
    [memberId],
  );

const forget = (memberId: string, by = systemActor(mill.id, 'job')) =>
  new ForgetPayeeDetails(world.unitOfWork, world.useCases.directory, new Payees()).execute(by, {
    memberId,
  });

describe('the bank details', () => {
  it('of who only applied are taken away once they withdrew, and not before', async () => {
    const ada = await applicant();
    await say(ada);
    await forget(ada.memberId ?? '');
    expect(await kept(ada)).toHaveLength(2);
    await new WithdrawApplication(world.unitOfWork).execute(ada);
    await forget(ada.memberId ?? '');
    expect(await kept(ada)).toEqual([]);
  });

  it('of a member who left stay until they are erased: they may be owed something', async () => {
    const [ben, other] = [await world.member(mill), await world.member(mill)];
    for (const one of [ben, other]) await say(one);
    await world.useCases.leave.execute(ben);
    await forget(ben.memberId ?? '');
    expect(await kept(ben)).toHaveLength(2);
    await world.useCases.erase.execute(await world.actor(ben.accountId ?? '', mill.id), {});
    await forget(ben.memberId ?? '');
    expect(await kept(ben)).toEqual([]);
    expect(await kept(other)).toHaveLength(2);
  });

  it('are taken away by nobody but the service', async () => {
    const member = await world.member(mill);
    await expect(forget(member.memberId ?? '', member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('go with an erasure, and with an application that ends without admission', () => {
    const heard = (type: string, data: object) =>
      expensesReactions.some(
        ({ on, job, when }) =>
          on === type && job.name === ForgetPayee.name && when({ data } as never),
      );
    expect(heard(MemberErased.type, {})).toBe(true);
    expect(heard(StandingChanged.type, { from: 'applicant', to: 'left' })).toBe(true);
    expect(heard(StandingChanged.type, { from: 'applicant', to: 'active' })).toBe(false);
    expect(heard(StandingChanged.type, { from: 'active', to: 'left' })).toBe(false);
  });
});
