import { rowsRead } from '@rochdale/testing';
import type { PlanNode } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BooksWorld } from '../testing/books-world.js';
import { joinBalanceBefore } from './balance-before.js';

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
  await books.startCooperative();
});
afterAll(() => books.close());

/** Ten thousand entries over a year, as the books would have them. */
async function fillBooks(): Promise<void> {
  const { world, bank, dues, cooperativeId } = books;
  await world.asOwner('set session_replication_role = replica');
  await world.asOwner(
    `insert into ledger.transactions (id, cooperative_id, sequence, recorded_in, idempotency_key,
       fingerprint, effective_at, recorded_at, description, source_kind, source_id)
     select md5(n::text)::uuid, $1, n, 1, n::text, repeat('0', 64),
       timestamptz '2025-01-01Z' + n * interval '52 minutes', now(), 'x', 'bench', n::text
     from generate_series(1, 10000) n`,
    [cooperativeId],
  );
  await world.asOwner(
    `insert into ledger.postings (transaction_id, position, cooperative_id, account_id, currency,
       amount_minor, effective_at, sequence)
     select t.id, side.position, t.cooperative_id, side.account, 'EUR', side.amount,
       t.effective_at, t.sequence
     from ledger.transactions t,
       (values (1, $1::uuid, 5), (2, $2::uuid, -5)) side (position, account, amount)`,
    [bank, dues],
  );
  await world.asOwner(
    `update ledger.accounts set balance_minor = case when id = $1 then 50000 else -50000 end,
       debited_minor = case when id = $1 then 50000 else 0 end`,
    [bank],
  );
  await world.asOwner('set session_replication_role = origin');
  await world.asOwner(`select ledger.write_checkpoints(id, now()) from ledger.accounts`);
  await world.asOwner('analyze');
}

it('reads a checkpoint and a few hundred postings, under the plan for all parameters', async () => {
  await fillBooks();
  const { world, bank, cooperativeId } = books;
  const join = joinBalanceBefore(['$1::uuid', '$2::uuid'], ['$3::timestamptz', '$4', '$5']);
  // As the service, which row-level security binds: its condition is part of every plan.
  await world.asOwner(`select set_config('rochdale.cooperative_id', $1, false)`, [cooperativeId]);
  await world.asOwner('set role rochdale_app');
  await world.asOwner('set plan_cache_mode = force_generic_plan');
  await world.asOwner(`prepare measured (uuid, uuid, timestamptz, bigint, integer) as
    select before.balance_minor from (select) one ${join}`);
  for (const moment of ['2025-02-10T10:00:00Z', '2025-07-01T00:00:00Z', '2026-06-01T00:00:00Z']) {
    const [row] = await world.asOwner<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `explain (analyze, format json)
       execute measured ('${cooperativeId}', '${bank}', '${moment}', 0, 0)`,
    );
    const plan = row?.['QUERY PLAN'][0].Plan;
    expect(plan === undefined ? Infinity : rowsRead(plan)).toBeLessThan(300);
  }
});
