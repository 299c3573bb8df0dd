import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { camtFile, camtNotice } from '../testing/camt.js';
import { createBankingWorld, ibans, linesOf, read, readEntries } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
  world.clock.set(new Date('2026-02-20T09:00:00Z'));
});
afterAll(() => world.close());

const upTo = (day: string, cooperativeId = world.cooperativeId) =>
  world.unitOfWork.run({ ...world.system, cooperativeId }, (tx) => world.lines.unbooked(tx, day));

it('counts lines that wait for a match, a decision or a look, by account, to the day', async () => {
  expect(await upTo('2026-02-20')).toEqual([]);
  const statementId = await readEntries(world, [
    { amountMinor: 60_00n, on: '2026-01-31' },
    { amountMinor: 61_00n, on: '2026-01-30' },
  ]);
  const unsound = [{ amountMinor: 5_00n, on: '2026-02-01' }];
  await read(world, camtFile({ id: 'OFF', iban: ibans.main, entries: unsound, closingMinor: 1n }));
  const twice = [{ amountMinor: 7_00n, on: '2026-02-02', text: 'coffee' }];
  for (const id of ['N1', 'N2']) await read(world, camtNotice(id, ibans.second, twice));
  expect(await upTo('2026-01-30')).toEqual([{ label: 'Main', lines: 1 }]);
  expect(await upTo('2026-02-20')).toEqual([
    { label: 'Main', lines: 3 },
    { label: 'Second', lines: 2 },
  ]);
  const [line] = await linesOf(world, statementId);
  await world.assign.execute(world.treasurer, {
    lineId: line?.id ?? '',
    ledgerAccountId: world.income.id,
    because: 'a donation',
  });
  expect(await upTo('2026-01-31')).toEqual([{ label: 'Main', lines: 1 }]);
  expect(await upTo('2026-02-20', newId())).toEqual([]);
});
