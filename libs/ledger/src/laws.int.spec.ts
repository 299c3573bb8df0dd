import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, systemActor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { Ledger } from './ledger.js';

/**
 * Raw SQL against the laws: as the application's role, which row-level security and grants bind,
 * and as the owner of the tables, whom only constraints and triggers stop.
 */
const fingerprint = 'a'.repeat(64);
const day = '2026-03-01T00:00:00Z';
let world: TestWorld;
let cooperativeId: string;
let bank: string;
let dues: string;
let dollars: string;

beforeAll(async () => {
  world = await createTestWorld(new Date('2026-03-02T09:00:00Z'));
});
afterAll(() => world.close());

const ledger = new Ledger();
const run = <T>(body: Parameters<typeof world.unitOfWork.run<T>>[1]) =>
  world.unitOfWork.run(systemActor(cooperativeId, 'cli'), body);

beforeEach(async () => {
  cooperativeId = newId();
  [bank, dues, dollars] = await run(async (tx) => {
    const open = async (code: string, kind: 'asset' | 'income', currency: string) =>
      (
        await ledger.openAccount(tx, {
          code,
          kind,
          currency,
          name: code,
          floorMinor: kind === 'asset' ? 0n : null,
        })
      ).id;
    return [
      await open('bank', 'asset', 'EUR'),
      await open('dues-income', 'income', 'EUR'),
      await open('bank', 'asset', 'USD'),
    ];
  });
});

/** Runs statements in one transaction of that connection and commits, or throws what refused it. */
async function attack(url: string, statements: readonly string[], begin = 'begin'): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(begin);
    await client.query(`select set_config('rochdale.cooperative_id', $1, true)`, [cooperativeId]);
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

const header = (id: string, more: Record<string, string> = {}) => {
  const row: Record<string, string> = {
    id: `'${id}'`,
    cooperative_id: `'${cooperativeId}'`,
    idempotency_key: `'${newId()}'`,
    fingerprint: `'${fingerprint}'`,
    effective_at: `'${day}'`,
    recorded_at: `'${day}'`,
    description: `'an entry'`,
    source_kind: `'attack'`,
    source_id: `'1'`,
    ...more,
  };
  return `insert into ledger.transactions (${Object.keys(row).join()})
    values (${Object.values(row).join()})`;
};

const postings = (id: string, ...rows: [position: number, account: string, amount: bigint][]) =>
  `insert into ledger.postings (transaction_id, position, cooperative_id, account_id, currency,
     amount_minor, effective_at)
   select '${id}', v.position, '${cooperativeId}', a.id, a.currency, v.amount, '${day}'
   from (values ${rows.map(([p, a, m]) => `(${p}, '${a}'::uuid, ${m}::bigint)`).join()})
     v (position, account, amount) join ledger.accounts a on a.id = v.account`;

/** Dues into the bank, or out again, by the ledger itself. @returns the transaction's id */
async function recorded(amountMinor = 1000n): Promise<string> {
  const { id } = await run((tx) =>
    ledger.post(tx, {
      idempotencyKey: newId(),
      description: 'dues',
      source: { kind: 'invoice', id: '1' },
      postings: [
        { accountId: bank, amountMinor },
        { accountId: dues, amountMinor: -amountMinor },
      ],
    }),
  );
  return id;
}

const roles = () =>
  [
    ['the application', world.database.appUrl],
    ['the owner', world.database.adminUrl],
  ] as const;

async function refused(statements: () => readonly string[], by: RegExp): Promise<void> {
  for (const [role, url] of roles()) {
    const before = await world.asOwner('select * from ledger.accounts order by id');
    await expect(attack(url, statements()), role).rejects.toThrow(by);
    expect(await world.asOwner('select * from ledger.accounts order by id'), role).toEqual(before);
  }
}

/** What the application has no grant for at all, and a trigger refuses the owner. */
async function refusedToBoth(statement: string, byTrigger: RegExp): Promise<void> {
  await expect(attack(world.database.appUrl, [statement])).rejects.toThrow(/permission denied/);
  await expect(attack(world.database.adminUrl, [statement])).rejects.toThrow(byTrigger);
}

describe('L1: postings sum to zero per currency', () => {
  it('accepts a balanced transaction, so that the refusals below mean something', async () => {
    for (const [role, url] of roles()) {
      const id = newId();
      const statements = [header(id), postings(id, [1, bank, 5n], [2, dues, -5n])];
      await expect(attack(url, statements), role).resolves.toBeUndefined();
    }
  });

  it('refuses postings that do not sum to zero, at commit', async () => {
    await refused(() => {
      const id = newId();
      return [header(id), postings(id, [1, bank, 5n], [2, dues, -4n])];
    }, /sum to zero/);
  });

  it('refuses two currencies that cancel each other out', async () => {
    await refused(() => {
      const id = newId();
      return [header(id), postings(id, [1, dollars, 5n], [2, dues, -5n])];
    }, /sum to zero/);
  });

  it('refuses a posting slipped in after the check was made early', async () => {
    await refused(() => {
      const id = newId();
      return [
        header(id),
        postings(id, [1, bank, 5n], [2, dues, -5n]),
        'set constraints all immediate',
        'set constraints all deferred',
        postings(id, [3, bank, 7n]),
      ];
    }, /sum to zero/);
  });

  it('refuses what is hidden from the check behind another tenant', async () => {
    await refused(() => {
      const id = newId();
      return [
        header(id),
        postings(id, [1, bank, 5n], [2, dues, -4n]),
        `select set_config('rochdale.cooperative_id', '${newId()}', true)`,
      ];
    }, /sum to zero/);
  });
});

describe('L2: at least two postings, none zero', () => {
  it('refuses a header without postings', async () => {
    await refused(() => [header(newId())], /at least two postings/);
  });

  it('refuses a zero posting', async () => {
    await refused(() => {
      const id = newId();
      return [header(id), postings(id, [1, bank, 0n], [2, dues, 0n])];
    }, /postings_amount_check/);
  });
});

describe('L3: the books only grow', () => {
  it.each([
    ['transactions', 'description', `'changed'`],
    ['postings', 'amount_minor', '1'],
    ['exchanges', 'rate', '1'],
    ['period_locks', 'locked_before', `'2026-01-01'`],
  ])('refuses to change or remove a row of ledger.%s', async (table, column, value) => {
    await recorded();
    await refusedToBoth(`truncate ledger.${table} cascade`, /never/);
    if (table === 'exchanges' || table === 'period_locks') return;
    await refusedToBoth(`update ledger.${table} set ${column} = ${value}`, /never changed/);
    await refusedToBoth(`delete from ledger.${table}`, /never changed/);
  });

  it('refuses a balanced pair added to a transaction that was recorded before', async () => {
    const id = await recorded();
    await refused(
      () => [
        postings(id, [3, bank, 7n], [4, dues, -7n]).replaceAll(
          `'${day}'`,
          `(select effective_at from ledger.transactions where id = '${id}')`,
        ),
      ],
      /already recorded/,
    );
  });

  it('does not believe a forged stamp', async () => {
    const id = newId();
    await attack(world.database.adminUrl, [
      header(id, { sequence: '1', recorded_in: '2' }),
      postings(id, [1, bank, 5n], [2, dues, -5n]),
    ]);
    const [row] = await world.asOwner<{ sequence: string; recorded_in: string }>(
      'select sequence, recorded_in from ledger.transactions where id = $1',
      [id],
    );
    expect(row?.recorded_in).not.toBe('2');
    expect(row?.sequence).not.toBe('1');
  });

  it('refuses to remove or rename what an account is', async () => {
    await refusedToBoth('delete from ledger.accounts', /never removed/);
    await refusedToBoth('truncate ledger.accounts cascade', /never/);
    await refusedToBoth(`update ledger.accounts set kind = 'expense'`, /never changed/);
    await refusedToBoth(`update ledger.accounts set currency = 'CHF'`, /never changed/);
  });
});

describe('L3: reversals', () => {
  const reversal = (id: string, original: string) => header(id, { reverses_id: `'${original}'` });

  it('refuses one that does not mirror its transaction', async () => {
    const original = await recorded();
    await refused(() => {
      const id = newId();
      return [reversal(id, original), postings(id, [1, bank, -999n], [2, dues, 999n])];
    }, /mirrors/);
    await refused(() => {
      const id = newId();
      return [
        reversal(id, original),
        postings(id, [1, bank, -1000n], [2, dues, 1000n], [3, dues, 1n], [4, dues, -1n]),
      ];
    }, /mirrors/);
  });

  it('refuses a second reversal, and one of a reversal', async () => {
    const original = await recorded();
    const { id: first } = await run((tx) =>
      ledger.reverse(tx, { transactionId: original, idempotencyKey: newId(), reason: 'mistake' }),
    );
    await refused(() => [reversal(newId(), original)], /transactions_reverses_key/);
    await refused(() => [reversal(newId(), first)], /not reversed/);
  });

  it('refuses one of another co-operative’s transaction', async () => {
    const original = await recorded();
    cooperativeId = newId();
    await refused(() => [reversal(newId(), original)], /no such transaction/i);
  });

  it('refuses one inside the transaction that records the original', async () => {
    await refused(() => {
      const [original, id] = [newId(), newId()];
      return [
        header(original),
        postings(original, [1, bank, 5n], [2, dues, -5n]),
        reversal(id, original),
      ];
    }, /only after it was committed/);
  });
});

describe('L4: a posting is in its account’s currency', () => {
  it('refuses another one', async () => {
    await refused(() => {
      const id = newId();
      const insert = postings(id, [1, bank, 5n], [2, dues, -5n]);
      return [header(id), insert.replace('a.id, a.currency', `a.id, 'USD'`)];
    }, /postings_account_fkey/);
  });

  it('refuses an account of another co-operative', async () => {
    const [foreignBank, foreignDues] = [bank, dues];
    cooperativeId = newId();
    await expect(
      attack(world.database.adminUrl, [
        header(cooperativeId),
        postings(cooperativeId, [1, foreignBank, 5n], [2, foreignDues, -5n]),
      ]),
    ).rejects.toThrow(/postings_account_fkey/);
  });

  it('refuses two currencies in one transaction without a rate', async () => {
    await run(async (tx) => {
      const opening = { kind: 'equity', currency: 'USD', name: 'Opening' } as const;
      const { id } = await ledger.openAccount(tx, { ...opening, code: 'opening-balance' });
      dues = id;
    });
    const income = await run((tx) => ledger.accountsByCode(tx, ['dues-income'], 'EUR'));
    await refused(() => {
      const id = newId();
      return [
        header(id),
        postings(
          id,
          [1, bank, 5n],
          [2, income[0]?.id ?? '', -5n],
          [3, dollars, 6n],
          [4, dues, -6n],
        ),
      ];
    }, /only in an exchange/);
  });

  it('refuses a rate put beside a transaction later', async () => {
    const id = await recorded();
    await refused(
      () => [
        `insert into ledger.exchanges values
         ('${id}', '${cooperativeId}', 1, 'EUR', 1, 'USD', 1, 'late')`,
      ],
      /recorded together/,
    );
  });
});

describe('L5: floors', () => {
  it('refuses to go below', async () => {
    await recorded();
    await refused(() => {
      const id = newId();
      return [header(id), postings(id, [1, bank, -1001n], [2, dues, 1001n])];
    }, /ledger_accounts_floor_check/);
  });

  it('counts open holds', async () => {
    await recorded();
    await run((tx) =>
      ledger.hold(tx, {
        accountId: bank,
        amountMinor: 600n,
        idempotencyKey: 'h',
        source: { kind: 'payout', id: '1' },
      }),
    );
    await refused(() => {
      const id = newId();
      return [header(id), postings(id, [1, bank, -401n], [2, dues, 401n])];
    }, /ledger_accounts_floor_check/);
  });

  it('refuses to raise a floor above what is there', async () => {
    await refused(
      () => [`update ledger.accounts set floor_minor = 1 where id = '${bank}'`],
      /ledger_accounts_floor_check/,
    );
  });
});

describe('L6: a hold resolves once', () => {
  const held = () =>
    run((tx) =>
      ledger.hold(tx, {
        accountId: dues,
        amountMinor: 600n,
        idempotencyKey: newId(),
        source: { kind: 'payout', id: '1' },
      }),
    );
  const set = (id: string, change: string) =>
    `update ledger.holds set ${change} where id = '${id}'`;

  it('refuses to resolve it again, to open it again, or to change it', async () => {
    const { id } = await held();
    await run((tx) => ledger.voidHold(tx, { holdId: id }));
    await refused(() => [set(id, `resolved_at = '2026-04-01'`)], /resolved before/);
    await refused(() => [set(id, `state = 'open', resolved_at = null`)], /resolved before/);
    const other = await held();
    await refusedToBoth(set(other.id, 'amount_minor = 1'), /only resolved/);
    await refusedToBoth(`delete from ledger.holds`, /never removed/);
    await refusedToBoth(`truncate ledger.holds`, /never removed/);
  });

  it('refuses one that is placed resolved, or expires before its time', async () => {
    const { id } = await held();
    await refused(
      () => [
        `insert into ledger.holds select '${newId()}', cooperative_id, account_id, currency, 1,
         '${newId()}', fingerprint, 'x', '1', placed_at, null, 'voided', null, null, placed_at
         from ledger.holds where id = '${id}'`,
      ],
      /placed open/,
    );
    await refused(
      () => [set(id, `state = 'expired', resolved_at = '2026-04-01'`)],
      /holds_state_check/,
    );
  });

  it('refuses to be posted by a transaction that takes another amount, or none', async () => {
    const { id } = await held();
    const earlier = await recorded();
    const posted = (transaction: string) =>
      set(
        id,
        `state = 'posted', posted_minor = 600, resolved_at = '2026-04-01',
         transaction_id = '${transaction}'`,
      );
    for (const old of [earlier, await recorded(-600n)]) {
      await refused(() => [posted(old)], /takes just that/);
    }
    await refused(() => [posted(newId())], /holds_transaction_fkey|takes just that/);
    await refused(() => {
      const transaction = newId();
      return [
        posted(transaction),
        header(transaction),
        postings(transaction, [1, bank, 599n], [2, dues, -599n]),
      ];
    }, /takes just that/);
  });
});

describe('L7, L11: keys and outside facts are used once', () => {
  it('refuses a second transaction of one key or of one outside fact', async () => {
    const key = `'${newId()}'`;
    const id = newId();
    await attack(world.database.appUrl, [
      header(id, { idempotency_key: key, outside_fact: key }),
      postings(id, [1, bank, 5n], [2, dues, -5n]),
    ]);
    await refused(
      () => [header(newId(), { idempotency_key: key })],
      /transactions_idempotency_key/,
    );
    await refused(() => [header(newId(), { outside_fact: key })], /transactions_outside_fact_key/);
  });

  it('refuses an outside fact of no account, and of one of another co-operative', async () => {
    const theirs = bank;
    cooperativeId = newId();
    const of = (id: string) => ({ outside_fact: "'x'", outside_account_id: `'${id}'` });
    for (const id of [newId(), theirs]) {
      await refused(() => [header(newId(), of(id))], /transactions_outside_account_fk/);
    }
  });
});

describe('L9: a closed period refuses back-dating', () => {
  it('refuses what takes effect before the closing, and moving the closing back', async () => {
    await run((tx) => ledger.closeBooks(tx, { before: new Date('2026-03-01T00:00:01Z') }));
    await refused(() => [header(newId())], /closed for that day/);
    await refused(
      () => [
        `insert into ledger.period_locks (id, cooperative_id, locked_before, locked_at)
         values ('${newId()}', '${cooperativeId}', '2026-02-01', '${day}')`,
      ],
      /closed up to that day already/,
    );
  });

  it('refuses writers whose snapshot could be older than a closing', async () => {
    for (const [role, url] of roles()) {
      const late = attack(url, [header(newId())], 'begin isolation level repeatable read');
      await expect(late, role).rejects.toThrow(/written at read committed/);
    }
  });
});

describe('L10: cached balances follow the postings and nothing else', () => {
  it('refuses to write a balance or a held amount', async () => {
    await refusedToBoth('update ledger.accounts set balance_minor = 99', /never changed/);
    await refusedToBoth('update ledger.accounts set held_minor = 99', /never changed/);
    await refusedToBoth(
      `insert into ledger.accounts values ('${newId()}', '${cooperativeId}', 'x', 'x', 'asset',
       'EUR', null, 1, 0, '${day}')`,
      /starts empty/,
    );
  });

  it('moves them even when the owner inserts the postings by hand', async () => {
    const id = newId();
    await attack(world.database.adminUrl, [
      header(id),
      postings(id, [1, bank, 5n]),
      postings(id, [2, dues, -2n], [3, dues, -3n]),
    ]);
    const rows = await world.asOwner(
      'select balance_minor from ledger.accounts where id = any ($1) order by balance_minor',
      [[bank, dues]],
    );
    expect(rows).toEqual([{ balance_minor: '-5' }, { balance_minor: '5' }]);
  });
});
