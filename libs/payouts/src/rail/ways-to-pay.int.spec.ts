import { BankAccounts } from '@rochdale/banking';
import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPayoutsWorld } from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { defineRail } from './define-rail.js';
import type { Rail } from './rail.js';
import { WaysToPay } from './ways-to-pay.js';

/** Carries up to a thousand, in a currency of its own. */
class SmallRail implements Rail {
  refusal(_account: unknown, _payee: unknown, { amountMinor }: { amountMinor: bigint }) {
    return amountMinor > 1_000n ? 'too much' : null;
  }

  async order(): Promise<void> {}
}
defineRail({
  name: 'test-small',
  description: 'For tests.',
  accountRefusal: () => null,
  service: SmallRail,
});

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld([new SmallRail()]);
  await world.accountOn('test-small', 'JPY00001', 'JPY');
});
afterAll(() => world.close());

const unpayable = (currency: string, amountMinor: bigint, cooperativeId = world.cooperativeId) =>
  world.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) =>
    new WaysToPay(new BankAccounts(), world.rails).unpayable(tx, { currency, amountMinor }),
  );

it('money leaves where an account of its currency has a rail that carries as much', async () => {
  expect(await unpayable('JPY', 1_000n)).toBeNull();
  expect(await unpayable('JPY', 1_001n)).toBe('amount');
  // What is refused for another reason than the amount is not refused for the amount.
  expect(await unpayable('EUR', 10n ** 15n)).toBeNull();
  expect(await unpayable('USD', 1n)).toBe('currency');
  expect(await unpayable('EUR', 1n, newId())).toBe('no-account');
});
