import { newId } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChartKey } from './chart/chart-key.js';
import { FiguresTold } from './release/figures-told.js';
import { MakeReleases } from './release/make-releases.js';
import { PersonsBehind } from './release/persons-behind.js';
import { ReleaseQueries } from './release/release.queries.js';
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

describe('figures of several months, of accounts some of which were told before', () => {
  let other: string;
  const persons = new PersonsBehind();
  persons.register('claim', async (_tx, ids) => {
    return new Map(ids.map((id) => [id, [{ person: id.split('/')[0] ?? '', weight: 1n }]]));
  });

  /** So much of each of these members: as income, or else as spending. */
  async function claims(code: ChartKey, members: readonly number[], minor: bigint): Promise<void> {
    for (const member of members) {
      await books.run(async (tx) => {
        const accounts = await books.chart.accounts(tx, [code, 'dues-receivable'], 'EUR');
        await books.ledger.post(tx, {
          idempotencyKey: newId(),
          description: 'a claim',
          source: { kind: 'claim', id: `m${member}/${newId()}` },
          postings: [
            { accountId: accounts.require('dues-receivable'), amountMinor: minor },
            { accountId: accounts.require(code), amountMinor: -minor },
          ],
        });
      });
    }
  }
  const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, nth) => from + nth);
  const endOf = async (day: string) => {
    books.world.clock.set(new Date(`${day}T12:00:00Z`));
    const { unitOfWork } = books.world;
    await new MakeReleases(unitOfWork, persons, new FiguresTold()).execute(books.system);
  };

  /**
   * March and April tell dues, and hosting, of the same persons. What few gave, and few travelled
   * for in April, waits until May, which tells it with what dues and hosting were after April.
   */
  async function quarter(times: bigint): Promise<void> {
    books.startCooperative();
    for (const day of ['2026-04-02', '2026-05-02']) {
      await claims('dues-income', upTo(12), 1_00n * times);
      await claims('expense:hosting', upTo(9, 60), -7_00n * times);
      if (day === '2026-05-02') {
        await claims('donation-income', upTo(3, 20), 12_00n * times);
        await claims('expense:travel', upTo(3, 70), -30_00n * times);
      }
      await endOf(day);
    }
    await claims('dues-income', upTo(5, 40), 2_00n * times);
    await claims('donation-income', upTo(5, 50), 20_00n * times);
    await claims('expense:hosting', upTo(5, 80), -3_00n * times);
    await claims('expense:travel', upTo(5, 90), -40_00n * times);
    await endOf('2026-06-02');
  }

  beforeAll(async () => {
    await quarter(3n);
    other = books.cooperativeId;
    await quarter(1n);
  });

  const figures = async () => {
    const all = await books.read(books.member(), (tx) => new ReleaseQueries().all(tx));
    return all.flatMap(({ month, cells }) =>
      cells.map(({ since, codes, amountMinor }) =>
        [month, since, codes.join('+'), amountMinor].join(' '),
      ),
    );
  };
  const law = treasuryInvariants.find(({ name }) => name === 'treasury.releases-stand')?.sql ?? '';
  const found = async (change: string) => {
    const rows = await foundAfter(books.world, [change], law);
    return rows.map((row) => {
      const {
        cooperative_id: whose,
        month,
        amount_minor: told,
        recorded_minor: is,
      } = row as Record<string, string>;
      return [whose === books.cooperativeId ? 'ours' : 'theirs', month, told, is].join(' ');
    });
  };

  it('are these', async () => {
    expect(await figures()).toEqual([
      '2026-03 2026-03 dues-income 1200',
      '2026-03 2026-03 expense:hosting 6300',
      '2026-04 2026-04 dues-income 1200',
      '2026-04 2026-04 expense:hosting 6300',
      '2026-05 2026-04 donation-income+dues-income 14600',
      '2026-05 2026-04 expense:hosting+expense:travel 30500',
    ]);
  });

  it('stand as they were told, beside those of another co-operative', async () => {
    expect(other).not.toBe(books.cooperativeId);
    expect(await books.world.asOwner(law)).toEqual([]);
  });

  const posted = (code: string, from: string, to: string) =>
    `update ledger.postings p set amount_minor = p.amount_minor * 2
     from ledger.transactions t, ledger.accounts a
     where t.id = p.transaction_id and a.id = p.account_id and a.code = '${code}'
       and t.recorded_at >= '${from}' and t.recorded_at < '${to}'
       and a.cooperative_id = '${books.cooperativeId}'`;
  it.each([
    ['March, which April’s are not of', 'dues-income', '2026-03-01', ['03 1200 2400']],
    ['April, told before May’s', 'dues-income', '2026-04-01', ['04 1200 2400']],
    ['April, which waited for May', 'donation-income', '2026-04-01', ['05 14600 18200']],
    ['May, after what was told', 'dues-income', '2026-05-01', ['05 14600 15600']],
    ['April, told before May’s', 'expense:hosting', '2026-04-01', ['04 6300 12600']],
    ['April, which waited for May', 'expense:travel', '2026-04-01', ['05 30500 39500']],
    ['May, after what was told', 'expense:hosting', '2026-05-01', ['05 30500 32000']],
  ])('do not where postings of %s are others: %s', async (_month, code, from, figure) => {
    const start = new Date(from);
    const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
    const to = new Date(Date.UTC(year, month + 1, 2)).toISOString();
    expect(await found(posted(code, `${from}T12:00:00Z`, to))).toEqual(
      figure.map((of) => `ours 2026-${of}`),
    );
  });

  it('do not where one of two months is told as another sum', async () => {
    const told = `update treasury.release_cells set amount_minor = amount_minor + 1
      where month = '2026-05' and kind = 'income' and cooperative_id = '${other}'`;
    expect(await found(told)).toEqual(['theirs 2026-05 43801 43800']);
  });
});
