import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetPayouts } from './forget-payouts.js';
import { createPayoutsWorld, payee, requestPayout } from './testing/payouts-world.js';
import type { PayoutsWorld } from './testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
});
afterAll(() => world.close());

it('what was paid to an erased member is private from then on', async () => {
  const [ada, ben] = [await payee(world), await payee(world)];
  const { id } = await requestPayout(world, ada, 1000n);
  const { id: other } = await requestPayout(world, ben, 1000n);
  const forget = () =>
    world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId: ada.memberId ?? '' }));
  await expect(forget()).rejects.toThrow('does not change');
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [ada.memberId, ada.cooperativeId],
  );
  await forget();
  await forget();
  const rows = await world.asOwner<{ id: string; is_private: boolean }>(
    'select id, is_private from payments.payouts',
  );
  expect(new Map(rows.map((row) => [row.id, row.is_private]))).toEqual(
    new Map([
      [id, true],
      [other, false],
    ]),
  );
});
