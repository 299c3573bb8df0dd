import { newId } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TreasuryWorld } from './testing/treasury-world.js';
import { treasuryInvariants } from './treasury.invariants.js';

/**
 * A law that never finds anything proves nothing. So each is shown records that break it: as the
 * owner, with the walls taken down, inside a transaction that is rolled back.
 */
let books: TreasuryWorld;

beforeAll(async () => {
  books = await TreasuryWorld.open();
  books.startCooperative();
  await books.openingBalance(5_000n, new Date('2026-01-15T00:00:00Z'));
  const full = await books.createFund();
  await books.allocate(full.id, 1_000n);
  const closed = await books.createFund({ key: 'trips', limitMinor: null });
  await books.allocate(closed.id, 1n);
  await books.closeFund(closed.id);
  const treasurer = books.member('treasurer');
  await books.closePeriod.execute(treasurer, { endsOn: '2026-01-31' });
});
afterAll(() => books.close());

const breakage: readonly (readonly [string, string, string])[] = [
  [
    'treasury.releases-stand',
    'a figure of what nobody recorded',
    `with r as (insert into treasury.releases (cooperative_id, month, starts_at, ends_at)
       select distinct cooperative_id, '2001-01', '2001-01-01'::timestamptz,
         '2001-02-01'::timestamptz from treasury.funds returning *)
     insert into treasury.release_cells
       (cooperative_id, month, place, since, kind, currency, codes, amount_minor)
     select cooperative_id, month, 0, month, 'income', 'EUR', array['dues-income'], 1 from r`,
  ],
  [
    'treasury.releases-follow-each-other',
    'a month that begins later than the one before it ended',
    `insert into treasury.releases (cooperative_id, month, starts_at, ends_at)
     select distinct cooperative_id, m, (m || '-01')::timestamptz,
       (m || '-02')::timestamptz from treasury.funds, unnest(array['2001-01', '2001-02']) m`,
  ],
  [
    'treasury.closing-balances-stand',
    'a balance that was changed afterwards',
    'update treasury.closing_balances set balance_minor = balance_minor + 1',
  ],
  [
    'treasury.closing-balances-stand',
    'an entry of January that was written in March',
    `update ledger.postings set amount_minor = amount_minor * 2
     where effective_at < '2026-02-01T00:00:00Z'`,
  ],
  [
    'treasury.closed-periods-are-locked',
    'a lock that was taken off',
    'delete from ledger.period_locks',
  ],
  [
    'treasury.closed-periods-are-locked',
    'a lock a moment too early',
    `update ledger.period_locks set locked_before = locked_before - interval '1 microsecond'`,
  ],
  [
    'treasury.funds-keep-their-limit',
    'a limit that is passed by one',
    `update treasury.funds set limit_minor = 999 where key = 'hardware'`,
  ],
  [
    'treasury.funds-keep-their-limit',
    'a closed fund with money in it',
    `update ledger.accounts set balance_minor = -1 where code = 'fund:trips'`,
  ],
  [
    'treasury.funds-have-their-account',
    'a fund in another currency than its account',
    `update treasury.funds set currency = 'USD'`,
  ],
  [
    'treasury.funds-have-their-account',
    'a fund whose account is another co-operative’s',
    `update ledger.accounts set cooperative_id = '${newId()}' where code like 'fund:%'`,
  ],
];

async function findings(name: string): Promise<readonly object[]> {
  const law = treasuryInvariants.find((one) => one.name === name);
  return books.world.asOwner(law?.sql ?? 'select');
}

describe('the laws of the treasury', () => {
  it('hold after a quarter’s ordinary business', async () => {
    for (const { name } of treasuryInvariants) {
      expect([name, await findings(name)]).toEqual([name, []]);
    }
  });

  it('are all shown what breaks them', () => {
    const shown = new Set(breakage.map(([name]) => name));
    expect([...shown]).toEqual(treasuryInvariants.map(({ name }) => name));
  });

  it.each(breakage)('%s finds %s', async (name, _what, statement) => {
    const law = treasuryInvariants.find((one) => one.name === name);
    expect(await foundAfter(books.world, [statement], law?.sql ?? '')).not.toEqual([]);
  });
});
