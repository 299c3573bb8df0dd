import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MatchBankLines } from '../matching/match-bank-lines.js';
import { createBankingWorld, ibans, linesOf, readEntries } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import type { OpenBankLine } from './bank-line.store.js';
import type { SourcedMovement } from './sourced-movement.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

const movement = (externalId: string, amountMinor: bigint): SourcedMovement => ({
  externalId,
  amountMinor,
  bookedOn: '2026-03-01',
  reversal: false,
  counterparty: null,
  reference: null,
  kind: 'payment',
});

const take = (movements: readonly SourcedMovement[], account = world.main) =>
  world.unitOfWork.run(world.system, (tx) => world.lines.take(tx, account, 'tin', movements));

const jobs = () =>
  world.asOwner<{ payload: { lineIds: string[] } }>(
    `select payload from platform.jobs where name = 'banking.match-bank-lines'
     order by created_at, id`,
  );

describe('lines that a source told', () => {
  it('are there once, in no statement, with what the source called them', async () => {
    const [id] = await take([movement('one', 5_00n)]);
    const rows = await world.asOwner('select * from payments.bank_lines where id = $1', [id]);
    expect(rows).toMatchObject([
      { statement_id: null, source: 'tin', identity: 'tin:one', amount_minor: '500', state: 'new' },
    ]);
    await expect(take([movement('one', 5_00n)])).rejects.toThrow('new lines are new');
    await expect(take([movement('one', 5_00n)], world.second)).resolves.toHaveLength(1);
  });

  it('wait to be matched by jobs of at most 200, what went out first', async () => {
    const before = (await jobs()).length;
    const amounts = Array.from({ length: 201 }, (_, index) => (index === 200 ? -1n : 1n));
    const ids = await take(amounts.map((amount, index) => movement(`many ${index}`, amount)));
    const made = (await jobs()).slice(before).map(({ payload }) => payload.lineIds);
    expect(made.map(({ length }) => length)).toEqual([200, 1]);
    expect(made[0]?.[0]).toBe(ids[200]);
    expect(made.flat().toSorted()).toEqual(ids.toSorted());
  });

  it('are offered to the matchers like any other', async () => {
    const ids = await take([movement('offered', 9_00n), movement('left', 8_00n)]);
    const asked: bigint[] = [];
    const claim = async (tx: Tx, line: OpenBankLine) => {
      asked.push(line.amountMinor);
      if (line.amountMinor !== 9_00n) return null;
      const { id: transactionId } = await world.ledger.post(tx, {
        idempotencyKey: line.id,
        description: 'A donation',
        source: { kind: 'bank-line', id: line.id },
        postings: [
          { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
          { accountId: world.income.id, amountMinor: -line.amountMinor },
        ],
      });
      return { kind: 'donation', id: newId(), because: 'it is', transactionId };
    };
    const match = new MatchBankLines(world.unitOfWork, world.lines, { inOrder: () => [{ claim }] });
    await match.execute(world.system, { lineIds: ids });
    await match.execute(world.system, { lineIds: ids });
    expect(asked).toEqual([9_00n, 8_00n, 8_00n]);
  });

  it('have one origin: a statement, or a source', async () => {
    const [id] = await take([movement('origin', 1n)]);
    const set = `update payments.bank_lines set source = null where id = '${id ?? ''}'`;
    await expect(world.asOwner(set)).rejects.toThrow(/stays as the bank wrote it|origin_check/);
  });

  it('keep what was said of them: more may be learned, nothing be taken back', async () => {
    const [id] = await take([movement('kept', 2n)]);
    const set = (change: string) =>
      world.asOwner(`update payments.bank_lines set ${change} where id = '${id ?? ''}'`);
    await set(`reversal = true, raw = raw || '{"returnReason": "AC04"}'`);
    for (const change of [
      'reversal = false',
      `raw = raw - 'returnReason'`,
      `raw = raw || '{"returnReason": "AC06"}'`,
      `raw = raw || '{"externalId": null}'`,
      `state = 'matched', raw = raw || '{"charges": [1]}', amount_minor = 3`,
    ]) {
      await expect(set(change), change).rejects.toThrow('stays as the bank wrote it');
    }
  });
});

describe('a movement that a bank’s file may have told before', () => {
  const on = '2026-03-01';
  const told = (amountMinor: bigint, iban: string = ibans.main) =>
    readEntries(world, [{ amountMinor, on, bankReference: newId() }], iban);
  const rowOf = async (id: string | undefined) => {
    const [row] = await world.asOwner<{ state: string; rival_line_id: string | null }>(
      'select state, doubt, rival_line_id from payments.bank_lines where id = $1',
      [id],
    );
    return row;
  };

  it('waits for a person, by whom alone it is booked, and says which line it may be', async () => {
    const [line] = await linesOf(world, await told(41_00n));
    const before = (await jobs()).length;
    const [id, fresh] = await take([movement('told', 41_00n), movement('fresh', 41_01n)]);
    expect(await rowOf(id)).toEqual({
      state: 'unclear',
      doubt: 'bank-file-told-it',
      rival_line_id: line?.id,
    });
    expect((await jobs()).slice(before).map(({ payload }) => payload.lineIds)).toEqual([[fresh]]);
    const [twice] = await take([movement('told twice', 41_00n)]);
    expect(await rowOf(twice)).toMatchObject({ state: 'new', rival_line_id: null });
  });

  it('is new where another account’s file told it, or another source', async () => {
    await told(42_00n, ibans.second);
    const [one] = await take([movement('42', 42_00n)]);
    const [other] = await world.unitOfWork.run(world.system, (tx) =>
      world.lines.take(tx, world.main, 'jar', [movement('42', 42_00n)]),
    );
    for (const id of [one, other]) expect(await rowOf(id)).toMatchObject({ state: 'new' });
  });

  it('is new where the file’s line is itself another one told again', async () => {
    const [line] = await linesOf(world, await told(43_00n));
    const waits = `update payments.bank_lines set state = 'unclear', doubt = 'edge-day'
      where id = $1`;
    await world.asOwner(waits, [line?.id]);
    const [id] = await take([movement('43', 43_00n)]);
    expect(await rowOf(id)).toMatchObject({ state: 'new' });
  });

  it('waits for who reads a file of the account: one of them knows of the other', async () => {
    const [statementId, [id]] = await Promise.all([told(44_00n), take([movement('44', 44_00n)])]);
    const states = new Set([
      (await linesOf(world, statementId))[0]?.state,
      (await rowOf(id))?.state,
    ]);
    expect(states).toEqual(new Set(['new', 'unclear']));
  });
});
