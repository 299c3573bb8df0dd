import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, person } from '../../../banking/src/testing/banking-world.js';
import { createPayoutsWorld, requestPayout, secretOfWorld } from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { Destinations } from './destinations.js';

let world: PayoutsWorld;
const destinations = new Destinations({ secret: secretOfWorld });
beforeAll(async () => {
  world = await createPayoutsWorld();
});
afterAll(() => world.close());

const ada = { holderName: 'Ada Adams', accountNumber: ibans.payee as string };
const set = async (to: Actor, details: typeof ada = ada) => {
  world.clock.advance({ hours: 1 });
  return (await world.setDetails.execute(to, details)).id;
};
const current = async (to: Actor, knownId: string | null = null) => {
  const payee = { kind: 'member', id: to.memberId ?? '' } as const;
  const found = await world.unitOfWork.read(world.treasurer, (tx) =>
    destinations.current(tx, payee, knownId),
  );
  return found?.id ?? null;
};

describe('where a payee is paid', () => {
  it('is nowhere before they say so, and then what they said last', async () => {
    const to = person(world.cooperativeId);
    expect(await current(to)).toBeNull();
    const first = await set(to);
    expect(await current(to)).toBe(first);
    const second = await set(to);
    expect(await current(to)).toBe(second);
  });

  it('is the known one for as long as it is the same account under the same name', async () => {
    const to = person(world.cooperativeId);
    const known = await set(to);
    await set(to);
    expect(await current(to, known)).toBe(known);
    const married = await set(to, { ...ada, holderName: 'Ada Byron' });
    expect(await current(to, known)).toBe(married);
    const again = await set(to);
    expect([await current(to, known), await current(to, married)]).toEqual([known, again]);
  });

  it('is what they said last where the known one does not open any more', async () => {
    const to = person(world.cooperativeId);
    const [known, given] = [await set(to), await set(to)];
    await world.asOwner('alter table payments.payee_details disable trigger user');
    const flip = 'set_byte(sealed, 20, get_byte(sealed, 20) # 1)';
    await world.asOwner(`update payments.payee_details set sealed = ${flip} where id = $1`, [
      known,
    ]);
    await world.asOwner('alter table payments.payee_details enable trigger user');
    expect(await current(to, known)).toBe(given);
  });

  it('is never what another payee said, be it the same account', async () => {
    const [one, two] = [person(world.cooperativeId), person(world.cooperativeId)];
    const [known, own] = [await set(one), await set(two)];
    expect(await current(two, known)).toBe(own);
  });
});

describe('a payout', () => {
  it('is approved to what was read with it, though the payee has said another since', async () => {
    const to = person(world.cooperativeId);
    const read = await set(to);
    const later = await set(to, { ...ada, accountNumber: ibans.payer });
    const ofThat = await requestPayout(world, to, 1_00n, { destinationId: read });
    expect(ofThat.destinationId).toBe(read);
    expect((await requestPayout(world, to, 2_00n)).destinationId).toBe(later);
  });
});
