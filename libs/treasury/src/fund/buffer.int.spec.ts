import { allActions, newId } from '@rochdale/platform';
import type { MoneyBuffer } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TreasuryWorld } from '../testing/treasury-world.js';
import { AllocateToFundAction } from './allocate.action.js';
import { CloseFund } from './close-fund.js';
import { CreateFundAction } from './create.action.js';

let books: TreasuryWorld;
beforeAll(async () => {
  books = await TreasuryWorld.open();
  books.startCooperative();
  await books.openingBalance(10_000_00n);
});
afterAll(() => books.close());

const buffer = { fundKey: 'common', atLeastMinor: '150000', currency: 'EUR' };

/** The code by which an action is refused as things stand; null where it is not. */
async function refusal(
  { kind, payload }: ReturnType<typeof AllocateToFundAction.of>,
  asked: MoneyBuffer = buffer,
): Promise<string | null> {
  const action = allActions().get(kind)!;
  try {
    await books.run((tx) => action.requireBuffer!(books.funds, tx, payload, asked));
    return null;
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
}

it('is asked for by what sets money aside, and by nothing else', async () => {
  const other = await books.createFund({ key: 'hardware' });
  const into = (fundId: string, amountMinor: string) =>
    AllocateToFundAction.of({ fundId, amountMinor, currency: 'EUR' });
  const creating = CreateFundAction.of({
    key: 'trips',
    name: 'Trips',
    purpose: 'To meet',
    currency: 'EUR',
  });
  expect(await refusal(into(other.id, '1'))).toBe(
    'BUFFER_NOT_HELD: Nothing is set aside before there is a fund common that holds 1500.00 EUR.',
  );
  const common = await books.createFund({ key: 'common', name: 'Common', limitMinor: null });
  await books.allocate(common.id, 149_999n);
  const least = 'BUFFER_NOT_HELD: Nothing is set aside while Common holds less than 1500.00 EUR.';
  expect(await refusal(into(other.id, '1'))).toBe(least);
  expect(await refusal(creating)).toBe(least);
  expect(await refusal(into(other.id, '-1'))).toBeNull();
  expect(await refusal(into(common.id, '1'))).toBeNull();
  await books.allocate(common.id, 1n);
  expect(await refusal(into(other.id, '1'))).toBeNull();
  expect(await refusal(creating)).toBeNull();
  expect(await refusal(creating, { ...buffer, currency: 'USD' })).toMatch(/^BUFFER_NOT_HELD/);
  // Whoever gives back from it waits for who asked.
  const lock = `select key from treasury.funds where cooperative_id = $1 and key = 'common'
    for update skip locked`;
  const free = () => books.world.asOwner(lock, [books.cooperativeId]);
  expect(await free()).toHaveLength(1);
  const whileAsked = await books.run(async (tx) => {
    await books.funds.requireBuffer(tx, buffer);
    return free();
  });
  expect(whileAsked).toEqual([]);
  await new CloseFund(books.world.unitOfWork, books.funds).execute(books.member('treasurer'), {
    fundId: common.id,
  });
  expect(await refusal(creating)).toMatch(/^BUFFER_NOT_HELD/);
});

it('is what the fund may hold where a rule names no amount, and nothing without one', async () => {
  const other = await books.createFund({ key: 'paint' });
  const creating = CreateFundAction.of({
    key: 'games',
    name: 'Games',
    purpose: 'To play',
    currency: 'EUR',
  });
  const into = (fundId: string, amountMinor: string) =>
    AllocateToFundAction.of({ fundId, amountMinor, currency: 'EUR' });
  const asked = { fundKey: 'buffer' };
  expect(await refusal(into(other.id, '1'), asked)).toBeNull();
  const kept = await books.createFund({ key: 'buffer', name: 'Buffer', limitMinor: 2_000n });
  await books.allocate(kept.id, 1_999n);
  const least = 'BUFFER_NOT_HELD: Nothing is set aside while Buffer holds less than 20.00 EUR.';
  for (const one of [into(other.id, '1'), creating]) expect(await refusal(one, asked)).toBe(least);
  expect(await refusal(into(kept.id, '1'), asked)).toBeNull();
  await books.allocate(kept.id, 1n);
  expect(await refusal(creating, asked)).toBeNull();
});

it('gives back, once, what was set aside in an emergency and not ratified', async () => {
  const { id: fundId } = await books.createFund({ key: 'pumps', limitMinor: null });
  const { kind, payload } = AllocateToFundAction.of({
    fundId,
    amountMinor: '500',
    currency: 'EUR',
  });
  const action = allActions().get(kind)!;
  const elected = { memberIds: [], termMonths: 0, until: null };
  const [id, actionId] = [newId(), newId()];
  const decided = { id, actionId, subject: null, ruleHash: '', elected };
  const inFund = () => books.run(async (tx) => (await books.funds.standOf(tx, fundId)).inFundMinor);
  await books.run((tx) => action.run(books.funds, tx, payload, decided));
  expect(await inFund()).toBe(500n);
  for (let again = 0; again < 2; again += 1) {
    await books.run((tx) => action.revoke!(books.funds, tx, payload, decided));
  }
  expect(await inFund()).toBe(0n);
});
