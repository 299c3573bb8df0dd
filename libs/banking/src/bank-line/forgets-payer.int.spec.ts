import { allRetentions } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import '../banking.personal-data.js';
import { createBankingWorld, linesOf, readEntries } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

async function lineRecordedAt(at: string): Promise<string> {
  world.clock.set(new Date(at));
  const statementId = await readEntries(world, [{ amountMinor: 60_00n, on: at.slice(0, 10) }]);
  const [line] = await linesOf(world, statementId);
  if (line === undefined) throw new Error('the line is there');
  return line.id;
}
const told = (id: string) =>
  world.asOwner<{ words: string | null; raw: object; amount: string }>(
    `select concat(counterparty_name, counterparty_account, reference, free_text) as words, raw,
       amount_minor::text as amount from payments.bank_lines where id = $1`,
    [id],
  );

it('keeps what a line says of its payer until its term ends, then its amount alone', async () => {
  const old = await lineRecordedAt('2015-03-02T09:00:00Z');
  const young = await lineRecordedAt('2026-03-02T09:00:00Z');
  const found = allRetentions().find(({ table }) => table === 'payments.bank_lines');
  if (found === undefined) throw new Error('what a line says of its payer goes some day');
  const before = await told(young);
  const empty = (since: string) =>
    world.asApplication(found.statement.text, [world.cooperativeId, since], world.cooperativeId);
  await empty('2016-01-01');
  expect(await told(old)).toEqual([{ words: '', raw: {}, amount: '6000' }]);
  expect(await told(young)).toEqual(before);
  // The wall behind the job, should it ask for what it may not.
  await expect(empty('2026-12-31')).rejects.toThrow('a bank line stays');
  expect(await told(young)).toEqual(before);
});

it('lets nothing else of an old line be changed with it', async () => {
  const id = await lineRecordedAt('2014-03-02T09:00:00Z');
  const change = (what: string) =>
    world.asApplication(
      `update payments.bank_lines set counterparty_name = null, counterparty_account = null,
         reference = null, free_text = null, raw = '{}', ${what} where id = $1`,
      [id],
      world.cooperativeId,
    );
  await expect(change('amount_minor = 1')).rejects.toThrow('a bank line stays');
  await expect(change(`booking_date = '2015-01-01'`)).rejects.toThrow('a bank line stays');
});
