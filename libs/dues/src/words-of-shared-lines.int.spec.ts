import { StatementQueries } from '@rochdale/banking';
import { tablesSaying } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BankingKeepWhyUndoneOnce1796903499001 } from '../../../migrations/1796903499001-banking-keep-why-undone-once.js';
import { ownDuesStore } from './own-dues.store.js';
import { createDuesWorld, invoicesOf, pay } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';
import { clerksOf, from, payersOf } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const payers = payersOf(() => world);
const { doJobs, incomeAccount, lineOf, seen } = clerksOf(() => world);

const tablesWith = (word: string) => tablesSaying(world.asOwner, word);

it('what was said of a line of two is in no table once either is erased', async () => {
  const [zel, ben] = [await payers.asked('Zel Zqone'), await payers.asked('Ben Zqtwo')];
  const line = await lineOf(await pay(world, from(zel, { amountMinor: 20_00n })));
  const ids = await Promise.all(
    [zel, ben].map(async ({ actor }) => (await invoicesOf(world, actor))[0]?.id ?? ''),
  );
  await world.split.execute(world.treasurer, {
    lineId: line,
    parts: ids.map((invoiceId) => ({ invoiceId, amountMinor: 10_00n })),
    creditMemberId: null,
  });
  await world.undo.execute(world.treasurer, {
    lineId: line,
    because: 'Zel is in the zqclinic: it was for her rent',
  });
  expect(await tablesWith('zqclinic')).toEqual(['payments.undone_matches']);
  await payers.erased(zel);
  await doJobs();
  expect(await tablesWith('zqclinic')).toEqual([]);
});

it('why a line was not another’s goes with whose it was', async () => {
  const [zel, ben] = [await payers.asked('Zel Zqthree'), await payers.asked('Ben Zqfour')];
  const line = await lineOf(await pay(world, from(zel, { amountMinor: 10_00n })));
  const invoiceOf = async ({ actor }: typeof zel) => (await invoicesOf(world, actor))[0]?.id ?? '';
  const assign = async (whose: typeof zel) =>
    world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: await invoiceOf(whose) });
  await assign(ben);
  await world.undo.execute(world.treasurer, {
    lineId: line,
    because: 'It was for Zel, from the zqhospice',
  });
  await assign(zel);
  await payers.erased(zel);
  await doJobs();
  const [told] = await world.asOwner<{ locked: boolean }>(
    'select locked_at is not null as locked from payments.bank_lines where id = $1',
    [line],
  );
  expect(told).toEqual({ locked: true });
  expect(await tablesWith('zqhospice')).toEqual([]);
});

it('nobody is handed what a treasurer wrote of somebody else', async () => {
  const [zel, ben] = [await payers.asked('Zel Zqfive'), await payers.asked('Ben Zqsix')];
  const line = await lineOf(await pay(world, from(zel, { amountMinor: 10_00n })));
  const [invoice] = await invoicesOf(world, ben.actor);
  await world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: invoice?.id ?? '' });
  const because = 'It was for Zel, from the zqasylum';
  await world.undo.execute(world.treasurer, { lineId: line, because });
  const memberId = ben.actor.memberId ?? '';
  const told = await world.unitOfWork.read(ben.actor, (tx) => ownDuesStore.lists(tx, memberId));
  const text = JSON.stringify(told, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
  expect(text).not.toContain('zqasylum');
});

it('clerks read with the line why it was undone, until somebody of it is erased', async () => {
  const [zel, ben] = [await payers.asked('Zel Zqseven'), await payers.asked('Ben Zqeight')];
  const line = await lineOf(await pay(world, from(zel, { amountMinor: 10_00n })));
  const [invoice] = await invoicesOf(world, ben.actor);
  const take = async (because: string) => {
    await world.assignLine.execute(world.treasurer, {
      lineId: line,
      invoiceId: invoice?.id ?? '',
    });
    await world.undo.execute(world.treasurer, { lineId: line, because });
  };
  const read = () =>
    world.unitOfWork.read(world.treasurer, async (tx) => {
      const [row] = await new StatementQueries().linesByIds(tx, [line]);
      return row?.undoneBecause;
    });
  await take(' It was a gift ');
  await take('It was a loan');
  expect(await read()).toEqual(['It was a gift', 'It was a loan']);
  const ledgerAccountId = await incomeAccount();
  const gift = { lineId: line, ledgerAccountId, because: 'Not of Ben, who is in the zqjail' };
  await world.assignToAccount.execute(world.treasurer, gift);
  expect(await tablesWith('zqjail')).toContain('ledger.transactions');
  await payers.erased(ben);
  expect(await read()).toEqual([]);
  expect(await tablesWith('zqjail')).toEqual([]);
  // What the bank wrote of the line is somebody else's, and stays readable.
  expect(await seen(line, 'Zqseven')).toMatchObject({ counterpartyName: 'Zel Zqseven' });
});

it('of a line that was all credit it is kept as well', async () => {
  const ben = await payers.asked('Ben Zqnine');
  const line = await lineOf(await pay(world, from(ben, { amountMinor: 7_00n })));
  await world.split.execute(world.treasurer, {
    lineId: line,
    parts: [],
    creditMemberId: ben.actor.memberId ?? '',
  });
  await world.undo.execute(world.treasurer, { lineId: line, because: 'It was a zqloan' });
  expect(await tablesWith('zqloan')).toEqual(['payments.undone_matches']);
});

const asOwnerIn = async (texts: readonly string[]) => {
  const client = new pg.Client({ connectionString: world.database.adminUrl });
  await client.connect();
  try {
    for (const text of ['begin', ...texts]) await client.query(text);
    await new BankingKeepWhyUndoneOnce1796903499001().bringRight(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
};

it('what earlier versions left with dues and in the books stands with the line alone', async () => {
  const [zel, ben] = [await payers.asked('Zel Zqten'), await payers.asked('Ben Zqeleven')];
  const line = await lineOf(await pay(world, from(zel, { amountMinor: 10_00n })));
  const [invoice] = await invoicesOf(world, ben.actor);
  await world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: invoice?.id ?? '' });
  const reversal = await world.undo.execute(world.treasurer, { lineId: line, because: 'x' });
  // As they left it: with whom it was taken for, whoever it names.
  await asOwnerIn([
    `alter table payments.undone_matches disable trigger refuse_removal;
     delete from payments.undone_matches where reversal_id = '${reversal}';
     alter table payments.undone_matches enable trigger refuse_removal;
     alter table dues.payments disable trigger refuse_change;
     update dues.payments set because = 'It was for Zel, in the zqward'
       where transaction_id = '${reversal}';
     alter table dues.payments enable trigger refuse_change;`,
  ]);
  expect(await tablesWith('zqward')).toEqual(['payments.undone_matches']);
  const [kept] = await world.asOwner<{ lineId: string; memberIds: string[] }>(
    `select line_id as "lineId", member_ids as "memberIds" from payments.undone_matches
     where reversal_id = $1`,
    [reversal],
  );
  expect(kept).toEqual({ lineId: line, memberIds: [ben.actor.memberId] });
  await payers.erased(ben);
  expect(await tablesWith('zqward')).toEqual([]);
});
