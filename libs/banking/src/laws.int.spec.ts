import { newId, systemActor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankAccountStore } from './bank-account/bank-account.store.js';
import { bankingInvariants } from './banking.invariants.js';
import { UndoBankLineMatch } from './matching/undo-bank-line-match.js';
import { statementStore } from './statement/statement.store.js';
import { createBankingWorld, readEntries } from './testing/banking-world.js';
import type { BankingWorld } from './testing/banking-world.js';

/**
 * A law that never finds anything proves nothing. So each is shown records that break it: as the
 * owner, with the walls taken down, inside a transaction that is rolled back.
 */
let world: BankingWorld;
let ids: { statement: string; line: string };

beforeAll(async () => {
  world = await createBankingWorld();
  const statement = await readEntries(world, [{ amountMinor: 7_00n }, { amountMinor: 9_00n }]);
  const [line] = await world.asOwner<{ id: string }>(
    'select id from payments.bank_lines where amount_minor = 700',
  );
  ids = { statement, line: line?.id ?? '' };
  await world.assign.execute(world.treasurer, {
    lineId: ids.line,
    ledgerAccountId: world.income.id,
    because: 'a donation',
  });
});
afterAll(() => world.close());

const breakage: Readonly<Record<string, readonly string[]>> = {
  'banking.account-has-books-of-its-own': [
    `update payments.bank_accounts set ledger_account_id =
       (select ledger_account_id from payments.bank_accounts order by id limit 1)`,
  ],
  'banking.line-is-booked-once': [
    `update payments.bank_lines set state = 'new', matched_kind = null, matched_id = null,
       matched_because = null, transaction_id = null, matched_at = null`,
  ],
  'banking.matched-line-is-booked': ['update payments.bank_lines set amount_minor = 6'],
};

/** The other side of a line's transaction is put onto the bank account as well. */
const nothingMoved = `update ledger.postings g set account_id = b.ledger_account_id
  from payments.bank_lines l join payments.bank_accounts b on b.id = l.bank_account_id
  where l.transaction_id = g.transaction_id and l.state = 'matched'`;

describe('the laws of what banks say', () => {
  it('hold after ordinary business', async () => {
    for (const { name, sql } of bankingInvariants) {
      expect([name, await world.asOwner(sql)]).toEqual([name, []]);
    }
  });

  it.each(bankingInvariants.map(({ name, sql }) => [name, sql] as const))(
    '%s is found when broken',
    async (name, sql) => {
      expect(await foundAfter(world, breakage[name] ?? [], sql)).not.toEqual([]);
    },
  );
});

it('a line is not booked by a transaction that moved nothing', async () => {
  const law = bankingInvariants.find(({ name }) => name === 'banking.matched-line-is-booked');
  expect(await foundAfter(world, [nothingMoved], law?.sql ?? '')).toEqual([{ id: ids.line }]);
});

describe('a line that was undone twice and booked three times', () => {
  const law = bankingInvariants.find(({ name }) => name === 'banking.line-is-booked-once');
  const found = (...changes: string[]) => foundAfter(world, changes, law?.sql ?? '');
  let line: string;
  beforeAll(async () => {
    const none = { inOrder: () => [] };
    const undoing = new UndoBankLineMatch(world.unitOfWork, world.ledger, world.lines, none);
    const [row] = await world.asOwner<{ id: string }>(
      'select id from payments.bank_lines where amount_minor = 900',
    );
    line = row?.id ?? '';
    const assign = () =>
      world.assign.execute(world.treasurer, {
        lineId: line,
        ledgerAccountId: world.income.id,
        because: 'a donation',
      });
    for (let times = 0; times < 2; times += 1) {
      await assign();
      await undoing.execute(world.treasurer, { lineId: line, because: 'it was none' });
    }
    await assign();
  });

  /** The booking stands again, beside the one that the line has now. */
  const stands = (fact: string) =>
    `delete from ledger.transactions r using ledger.transactions t
     where r.reverses_id = t.id and t.outside_fact = '${fact}'`;
  const booked = (fact: string, cooperativeId = world.cooperativeId) =>
    `insert into ledger.transactions (id, cooperative_id, sequence, recorded_in, idempotency_key,
       fingerprint, effective_at, recorded_at, description, source_kind, source_id, outside_fact)
     select gen_random_uuid(), '${cooperativeId}', 1000000, 1, 'planted', fingerprint,
       effective_at, recorded_at, 'planted', source_kind, source_id, '${fact}'
     from ledger.transactions where outside_fact = 'bank-line:${line}'`;

  it('is booked once', async () => {
    expect(await found()).toEqual([]);
  });

  it.each(['', ':1'])('is booked twice where bank-line:<id>%s was not reversed', async (times) => {
    expect(await found(stands(`bank-line:${line}${times}`))).toEqual([
      { id: line, state: 'matched' },
    ]);
  });

  it('is booked twice where it is booked ahead of its next undoing', async () => {
    expect(await found(booked(`bank-line:${line}:3`))).toEqual([{ id: line, state: 'matched' }]);
  });

  it('is not what another fact is of, whose name is like its own', async () => {
    for (const fact of [
      'bank-line:1',
      `bank-line:${line}1`,
      `bank-line:${line.slice(1)}`,
      `bank-line:${'-'.repeat(36)}`,
      `bank-line:${'a'.repeat(36)}`,
      `bank-account:${newId()}:back:bank-line:${line}:undo`,
    ]) {
      expect([fact, await found(booked(fact))]).toEqual([fact, []]);
    }
    expect(await found(booked(`bank-line:${line}:3`, newId()))).toEqual([]);
    // One that was never undone has the plain name alone: what follows it is something else.
    expect(await found(booked(`bank-line:${ids.line}:fee`))).toEqual([]);
  });
});

describe('another co-operative', () => {
  const other = systemActor(newId(), 'job');
  const there = <T>(body: Parameters<typeof world.unitOfWork.run<T>>[1]) =>
    world.unitOfWork.run(other, body);

  it('finds nothing through any store', async () => {
    const seen = await there(async (tx) => [
      await bankAccountStore.find(tx, world.main.id),
      ...(await bankAccountStore.all(tx)),
      ...(await world.lines.waiting(tx, ids.statement, null, 9)),
      await world.lines.lockWaiting(tx, ids.line),
    ]);
    expect(seen.filter((row) => row !== null)).toEqual([]);
    await expect(there((tx) => world.lines.lockOne(tx, ids.line))).rejects.toMatchObject({
      code: 'BANK_LINE_NOT_FOUND',
    });
  });

  it('changes nothing through any store', async () => {
    const [file] = await world.asOwner<{ id: string }>('select id from payments.statement_files');
    const reading = { state: 'refused', warnings: [] } as const;
    await expect(
      there((tx) => statementStore.closeFile(tx, file?.id ?? '', reading)),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['bank_accounts', 'settings', 'statement_files', 'bank_statements', 'bank_lines'])(
    'sees and takes no row of %s, not even by raw SQL',
    async (table) => {
      const elsewhere = other.cooperativeId ?? '';
      const read = `select 1 from payments.${table}`;
      expect(await world.asApplication(read, [], elsewhere)).toEqual([]);
      expect(await world.asApplication(read)).toEqual([]);
      const removal = world.asApplication(`delete from payments.${table}`, [], world.cooperativeId);
      await expect(removal).rejects.toThrow(/permission denied/);
    },
  );
});
