import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MatchBankLines } from '../matching/match-bank-lines.js';
import { createBankingWorld } from '../testing/banking-world.js';
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
