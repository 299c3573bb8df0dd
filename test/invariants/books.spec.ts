import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor, Invariant } from '@rochdale/platform';
import { Ledger, ledgerInvariants } from '@rochdale/ledger';
import { Chart, CloseAccountingPeriod } from '@rochdale/treasury';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { Funds, treasuryInvariants } from '../../libs/treasury/src/testing/inside.js';

/**
 * An invariant that never finds anything proves nothing. So each is shown books that break it: as
 * the owner, with the walls taken down, inside a transaction that is rolled back.
 */
const invariants = [...ledgerInvariants, ...treasuryInvariants];
const cooperativeId = newId();
const ledger = new Ledger();
const chart = new Chart(ledger);
const funds = new Funds(ledger, chart);
const source = { kind: 'invariant', id: '1' };
let world: TestWorld;

beforeAll(async () => {
  world = await createTestWorld(new Date('2026-03-02T09:00:00Z'));
  await keepBooks();
  await world.asOwner('select ledger.write_checkpoints(id, now()) from ledger.accounts');
});
afterAll(() => world.close());

/** A little of everything: dues, a payout by a hold, a reversal, an exchange, a fund, a period. */
async function keepBooks(): Promise<void> {
  const actor = systemActor(cooperativeId, 'cli');
  const entry = (description: string) => ({ idempotencyKey: newId(), description, source });
  const { bank, dues, transactionId } = await world.unitOfWork.run(actor, async (tx) => {
    const euros = await chart.accounts(tx, ['bank', 'dues-income', 'clearing:EUR'], 'EUR');
    const dollars = await chart.accounts(tx, ['bank', 'clearing:USD'], 'USD');
    const [bankId, duesId] = [euros.require('bank'), euros.require('dues-income')];
    await ledger.post(tx, {
      ...entry('January'),
      outsideFact: 'bank-line:1',
      effectiveAt: new Date('2026-01-15T00:00:00Z'),
      postings: [
        { accountId: bankId, amountMinor: 100_000n },
        { accountId: duesId, amountMinor: -100_000n },
      ],
    });
    const { id } = await ledger.post(tx, {
      ...entry('To be taken back'),
      outsideFact: 'bank-line:2',
      postings: [
        { accountId: bankId, amountMinor: 500n },
        { accountId: duesId, amountMinor: -500n },
      ],
    });
    await ledger.exchange(tx, {
      ...entry('Dollars'),
      rate: '1.1',
      rateSource: 'bank',
      sold: {
        accountId: bankId,
        clearingAccountId: euros.require('clearing:EUR'),
        amountMinor: 1_000n,
        currency: 'EUR',
      },
      bought: {
        accountId: dollars.require('bank'),
        clearingAccountId: dollars.require('clearing:USD'),
        amountMinor: 1_100n,
        currency: 'USD',
      },
    });
    const fund = await funds.create(tx, {
      key: 'disks',
      name: 'Disks',
      purpose: 'Disks',
      currency: 'EUR',
      limitMinor: 1_000n,
    });
    await funds.allocate(tx, { ...entry('As decided'), fundId: fund.id, amountMinor: 900n });
    return { bank: bankId, dues: duesId, transactionId: id };
  });
  await settle(actor, { bank, dues, transactionId });
  await new CloseAccountingPeriod(world.unitOfWork, ledger, {
    upTo: () => Promise.resolve([]),
  }).execute(actor, {
    endsOn: '2026-01-31',
  });
}

/** What comes later: a mistake taken back, a hold that stays and one that is paid in part. */
async function settle(
  actor: Actor,
  { bank, dues, transactionId }: { bank: string; dues: string; transactionId: string },
): Promise<void> {
  await world.unitOfWork.run(actor, async (tx) => {
    await ledger.reverse(tx, { transactionId, idempotencyKey: newId(), reason: 'Mistake' });
    const place = (amountMinor: bigint) =>
      ledger.hold(tx, { accountId: bank, amountMinor, idempotencyKey: newId(), source });
    await place(50n);
    const { id } = await place(700n);
    await ledger.postHold(tx, {
      idempotencyKey: newId(),
      description: 'Paid',
      source,
      holdId: id,
      postings: [
        { accountId: bank, amountMinor: -600n },
        { accountId: dues, amountMinor: 600n },
      ],
    });
  });
}

const disable = (...tables: string[]) =>
  tables.map((table) => `alter table ${table} disable trigger user`);

const insertTransaction = (effectiveAt = '2026-03-02', more = '') => `
  insert into ledger.transactions (id, cooperative_id, sequence, recorded_in, idempotency_key,
    fingerprint, effective_at, recorded_at, description, source_kind, source_id, outside_fact,
    reverses_id)
  select gen_random_uuid(), cooperative_id, 1000000, 1, gen_random_uuid()::text, fingerprint,
    '${effectiveAt}', recorded_at, 'broken', 'broken', '1', ${more || 'null, null'}
  from ledger.transactions t where reverses_id is not null`;

/** What breaks each law, once the walls are down. */
const breakage: Readonly<Record<string, readonly string[]>> = {
  'ledger.trial-balance-is-zero': [
    ...disable('ledger.postings'),
    'update ledger.postings set amount_minor = amount_minor + 1 where amount_minor = 100000',
  ],
  'ledger.transactions-balance': [...disable('ledger.transactions'), insertTransaction()],
  'ledger.balances-equal-postings': [
    ...disable('ledger.accounts'),
    `update ledger.accounts set balance_minor = balance_minor + 1 where code = 'dues-income'`,
  ],
  'ledger.postings-carry-their-place': [
    ...disable('ledger.postings'),
    'update ledger.postings set sequence = sequence + 1 where amount_minor = 100000',
  ],
  'ledger.checkpoints-agree': [
    'update ledger.balance_checkpoints set balance_minor = balance_minor + 1',
  ],
  'ledger.accounts-know-their-checkpoints': [
    ...disable('ledger.accounts'),
    `update ledger.accounts set checkpointed_before = null where code = 'bank'`,
  ],
  'ledger.held-equals-open-holds': [
    ...disable('ledger.accounts'),
    `update ledger.accounts set held_minor = held_minor + 1 where code = 'dues-income'`,
  ],
  'ledger.floors-are-kept': [
    'alter table ledger.accounts drop constraint ledger_accounts_floor_check',
    `update ledger.accounts set floor_minor = 10000000 where code = 'bank' and currency = 'EUR'`,
  ],
  'ledger.postings-keep-currency': [
    ...disable('ledger.postings'),
    'alter table ledger.postings drop constraint postings_account_fkey',
    `update ledger.postings set currency = 'CHF' where amount_minor = 100000`,
  ],
  'ledger.exchanges-record-their-rate': [
    ...disable('ledger.exchanges'),
    'delete from ledger.exchanges',
  ],
  'ledger.nothing-after-closing': [
    ...disable('ledger.transactions'),
    insertTransaction('2026-01-31T23:59:59Z'),
  ],
  'ledger.reversals-mirror': [
    ...disable('ledger.postings'),
    `update ledger.postings set amount_minor = sign(amount_minor) * 499
     where transaction_id in (select id from ledger.transactions where reverses_id is not null)`,
  ],
  'ledger.one-reversal-each': [
    ...disable('ledger.transactions'),
    'alter table ledger.transactions drop constraint transactions_reverses_key',
    insertTransaction('2026-03-02', 'null, reverses_id'),
  ],
  'ledger.outside-facts-post-once': [
    ...disable('ledger.transactions'),
    'alter table ledger.transactions drop constraint transactions_outside_fact_key',
    insertTransaction('2026-03-02', `'bank-line:1', null`),
  ],
  'ledger.holds-resolve-once': [
    ...disable('ledger.holds'),
    `update ledger.holds set posted_minor = 599 where state = 'posted'`,
  ],
  'treasury.releases-stand': [
    `insert into treasury.releases (cooperative_id, month, starts_at, ends_at)
     select distinct cooperative_id, '2001-01', '2001-01-01'::timestamptz,
       '2001-02-01'::timestamptz from treasury.funds`,
    `insert into treasury.release_cells
       (cooperative_id, month, place, since, kind, currency, codes, amount_minor)
     select distinct cooperative_id, '2001-01', 0, '2001-01', 'income', 'EUR',
       array['dues-income'], 1 from treasury.funds`,
  ],
  'treasury.releases-follow-each-other': [
    `insert into treasury.releases (cooperative_id, month, starts_at, ends_at)
     select distinct cooperative_id, m, (m || '-01')::timestamptz,
       (m || '-02')::timestamptz from treasury.funds, unnest(array['2001-01', '2001-02']) m`,
  ],
  'treasury.closing-balances-stand': [
    ...disable('treasury.closing_balances'),
    'update treasury.closing_balances set balance_minor = balance_minor + 1',
  ],
  'treasury.closed-periods-are-locked': [
    ...disable('ledger.period_locks'),
    'delete from ledger.period_locks',
  ],
  'treasury.funds-keep-their-limit': ['update treasury.funds set limit_minor = 899'],
  'treasury.funds-have-their-account': [`update treasury.funds set account_id = '${newId()}'`],
};

async function broken({ sql }: Invariant): Promise<unknown[]> {
  return world.asOwner(sql);
}

describe('the invariants of the books', () => {
  it.each(invariants)('$name holds: $describes', async (invariant) => {
    expect(await broken(invariant)).toEqual([]);
  });

  it.each(invariants)('$name finds the co-operative where it is broken', async (invariant) => {
    const statements = breakage[invariant.name];
    expect(statements, 'a law without a breakage is not tested').toBeDefined();
    await world.asOwner('begin');
    try {
      for (const statement of statements ?? []) await world.asOwner(statement);
      const rows = await broken(invariant);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows[0]).toMatchObject({ cooperative_id: cooperativeId });
    } finally {
      await world.asOwner('rollback');
    }
  });

  it('have names of their own', () => {
    const names = invariants.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(breakage).toSorted()).toEqual(names.toSorted());
  });
});

describe('the books of one co-operative are closed to another', () => {
  const tables = [
    'ledger.accounts',
    'ledger.transactions',
    'ledger.postings',
    'ledger.exchanges',
    'ledger.holds',
    'ledger.period_locks',
    'treasury.funds',
    'treasury.accounting_periods',
    'treasury.closing_balances',
  ];

  it.each(tables)('%s', async (table) => {
    const count = `select count(*) from ${table}`;
    const [own] = await world.asApplication<{ count: bigint }>(count, [], cooperativeId);
    expect(own?.count).toBeGreaterThan(0n);
    for (const stranger of [newId(), '']) {
      const [seen] = await world.asApplication<{ count: bigint }>(count, [], stranger);
      expect(seen?.count).toBe(0n);
    }
  });

  it('refuses rows in another one’s name', async () => {
    const account = (id: string) =>
      `insert into ledger.accounts (id, cooperative_id, code, name, kind, currency, opened_at)
       values ('${id}', '${cooperativeId}', 'x${id}', 'x', 'asset', 'EUR', '2026-01-01')`;
    await expect(world.asApplication(account(newId()), [], newId())).rejects.toThrow(
      /row-level security/,
    );
    await world.asApplication(account(newId()), [], cooperativeId);
  });
});
