import { rowsRead } from '@rochdale/testing';
import type { PlanNode } from '@rochdale/testing';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDuesWorld, invoicesOf, member, pay } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { membersOfPayers } from './whose-dues.queries.js';

const shared = 'GB29NWBK60161331926819';
const other = 'NL91ABNA0417164300';
const stranger = 'FR7630006000011234567890189';
let world: DuesWorld;
let ada: Actor;
let ben: Actor;
let cas: Actor;
beforeAll(async () => {
  world = await createDuesWorld();
  [ada, ben, cas] = [
    await member(world, 1000n),
    await member(world, 1100n),
    await member(world, 1200n),
  ];
  await world.issue.execute(world.system);
  const paidFrom: [Actor, bigint, string][] = [
    [ada, 1000n, shared],
    [ben, 1100n, shared],
    [cas, 1200n, other],
  ];
  for (const [whose, amountMinor, payer] of paidFrom) {
    const [invoice] = await invoicesOf(world, whose);
    await pay(world, { amountMinor, reference: invoice?.reference ?? '', payer });
  }
  // As if everybody had paid for eighty years.
  await world.asOwner('set session_replication_role = replica');
  await world.asOwner(
    `insert into dues.payments select (jsonb_populate_record(null::dues.payments, to_jsonb(p)
       || jsonb_build_object('id', gen_random_uuid(), 'bank_line_id', gen_random_uuid(),
         'transaction_id', gen_random_uuid(), 'invoice_id', gen_random_uuid()))).*
     from dues.payments p cross join generate_series(1, 1000)`,
  );
  await world.asOwner('set session_replication_role = origin');
  await world.asOwner('analyze dues.payments');
});
afterAll(() => world.close());

const idsOf = (...all: Actor[]) => all.map((one) => one.memberId ?? '').toSorted();

/** Who is found, and how many payments are read for it when any accounts may be asked for. */
async function found(accounts: readonly string[]) {
  const { members, asked } = await world.unitOfWork.read(world.system, async (tx) => {
    const rows = vi.spyOn(tx, 'rows');
    const members = await membersOfPayers(tx, accounts);
    return { members: members.toSorted(), asked: rows.mock.calls[0] };
  });
  const [statement, parameters = []] = asked ?? [];
  const [plan] = await world.asApplication<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
    `explain (analyze, format json) ${statement?.text ?? ''}`,
    [...parameters],
    world.ours.id,
  );
  return { members, read: rowsRead(plan!['QUERY PLAN'][0].Plan, 'payments') };
}

describe('for whom was paid from an account', () => {
  it('is everybody for whom it was, once, however often', async () => {
    expect((await found([shared])).members).toEqual(idsOf(ada, ben));
    expect((await found([other, shared, other])).members).toEqual(idsOf(ada, ben, cas));
    expect((await found([other, stranger])).members).toEqual(idsOf(cas));
    expect((await found([stranger])).members).toEqual([]);
    expect((await found([])).members).toEqual([]);
  });

  it('is found without reading every payment', async () => {
    const { read } = await found([shared, other]);
    expect(read).toBeGreaterThanOrEqual(3);
    expect(read).toBeLessThan(20);
  });
});
