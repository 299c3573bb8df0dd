import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MatchedBankLine } from '../bank-line/bank-line.store.js';
import { camtFile } from '../testing/camt.js';
import {
  createBankingWorld,
  ibans,
  linesOf,
  person,
  read,
  readEntries,
} from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { defineLineMatcher } from './line-matcher.js';
import type { LineMatcher } from './line-matcher.js';
import { MatchBankLines } from './match-bank-lines.js';
import { UndoBankLineMatch } from './undo-bank-line-match.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
  world.clock.set(new Date('2026-01-20T09:00:00Z'));
});
afterAll(() => world.close());

/** None is the sum of others, as a batch is. */
let amountMinor = 1n;

/** A line of the fourteenth that a treasurer explained. */
async function explained(made: { closingMinor?: bigint } = {}) {
  amountMinor = amountMinor * 2n + 1n;
  const entries = [{ amountMinor, on: '2026-01-14' }];
  const unsound = () => read(world, camtFile({ id: newId(), iban: ibans.main, entries, ...made }));
  const statementId =
    made.closingMinor === undefined
      ? await readEntries(world, entries)
      : ((await unsound()).statementIds[0] ?? '');
  const [line] = await linesOf(world, statementId);
  const lineId = line?.id ?? '';
  const transactionId = await explain(lineId);
  return { lineId, transactionId, row: async () => (await linesOf(world, statementId))[0] };
}

const explain = (lineId: string) =>
  world.assign.execute(world.treasurer, {
    lineId,
    ledgerAccountId: world.income.id,
    because: 'a donation',
  });

function undo(lineId: string, matchers: readonly LineMatcher[] = [], actor = world.treasurer) {
  const undoing = new UndoBankLineMatch(world.unitOfWork, world.ledger, world.lines, {
    inOrder: () => matchers,
  });
  return undoing.execute(actor, { lineId, because: 'it was a loan' });
}

class Shut {
  claim = () => Promise.resolve(null);
}

const asks: string[] = [];

/** A matcher that says whether it opened what the line had settled. */
const opening = (name: string, opened?: boolean): LineMatcher => ({
  claim: () => Promise.resolve(null),
  ...(opened === undefined
    ? {}
    : {
        undo: (_tx: unknown, { matchedKind }: MatchedBankLine) => {
          asks.push(`${name} ${matchedKind}`);
          return Promise.resolve(opened);
        },
      }),
});

/** As if a room had claimed it for something of this kind. */
async function claimed(kind: string) {
  amountMinor = amountMinor * 2n + 1n;
  const statementId = await readEntries(world, [{ amountMinor }]);
  const claim: LineMatcher['claim'] = async (tx, line) => {
    const { id: transactionId } = await world.ledger.post(tx, {
      idempotencyKey: line.id,
      description: kind,
      source: { kind: 'bank-line', id: line.id },
      postings: [
        { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
        { accountId: world.income.id, amountMinor: -line.amountMinor },
      ],
    });
    return { kind, id: newId(), because: 'it is', transactionId };
  };
  const match = new MatchBankLines(world.unitOfWork, world.lines, { inOrder: () => [{ claim }] });
  await match.execute(world.system, { statementId });
  const row = async () => (await linesOf(world, statementId))[0];
  return { lineId: (await row())?.id ?? '', row };
}

describe('what a treasurer says a line was not', () => {
  it('is reversed on its own day, and the line waits as it did before', async () => {
    const { lineId, transactionId, row } = await explained();
    const reversalId = await undo(lineId, [opening('nobody', false)]);
    expect(await row()).toMatchObject({
      state: 'new',
      matched_kind: null,
      matched_id: null,
      matched_because: null,
      transaction_id: null,
    });
    const told = await world.asOwner(
      `select id, effective_at::date::text as on, description from ledger.transactions
       where reverses_id = $1`,
      [transactionId],
    );
    expect(told).toMatchObject([{ id: reversalId, on: '2026-01-14' }]);
    const facts = await world.asOwner<{ data: object }>(
      `select data from platform.facts where type = 'payments.BankLineMatchUndone'
         and subject_id = $1`,
      [lineId],
    );
    expect(facts).toMatchObject([{ data: { lineId, transactionId, reversalId } }]);
  });

  it('is left to no job again; a person explains it anew, and undoes it again', async () => {
    const { lineId, row } = await explained();
    await undo(lineId);
    const asked: string[] = [];
    const claim: LineMatcher['claim'] = (_, line) => {
      asked.push(line.id);
      return Promise.resolve(null);
    };
    const match = new MatchBankLines(world.unitOfWork, world.lines, { inOrder: () => [{ claim }] });
    await match.execute(world.system, { lineIds: [lineId] });
    const [line] = await world.asOwner<{ statement_id: string }>(
      'select statement_id from payments.bank_lines where id = $1',
      [lineId],
    );
    const statementId = line?.statement_id ?? '';
    await match.execute(world.system, { statementId });
    const listed = await world.unitOfWork.run(world.system, (tx) =>
      world.lines.waiting(tx, statementId, null, 9),
    );
    expect([asked, listed]).toEqual([[], []]);
    const second = await explain(lineId);
    expect(await row()).toMatchObject({ state: 'matched', transaction_id: second });
    await undo(lineId);
    expect(await row()).toMatchObject({ state: 'new' });
  });

  it('is flagged again where its statement does not add up', async () => {
    const { lineId, row } = await explained({ closingMinor: 7n });
    await undo(lineId);
    expect(await row()).toMatchObject({ state: 'flagged' });
  });

  it('is undone once, whoever else does at the same time', async () => {
    const { lineId } = await explained();
    const results = await Promise.allSettled([undo(lineId), undo(lineId), undo(lineId)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toMatchObject({ code: 'BANK_LINE_NOT_MATCHED' });
    }
  });

  it('is a treasurer’s to say, of a line of their own', async () => {
    const { lineId, row } = await explained();
    for (const [actor, code] of [
      [world.member, 'FORBIDDEN'],
      [person(newId(), ['treasurer']), 'BANK_LINE_NOT_FOUND'],
    ] as const) {
      await expect(undo(lineId, [], actor)).rejects.toMatchObject({ code });
    }
    await expect(undo(newId())).rejects.toMatchObject({ code: 'BANK_LINE_NOT_FOUND' });
    expect(await row()).toMatchObject({ state: 'matched' });
  });
});

describe('what a room had settled by a line', () => {
  it('is opened by the first that says it is its own, and no other is asked', async () => {
    const { lineId, row } = await claimed('invoice');
    const rooms = [opening('mute'), opening('no', false), opening('yes', true), opening('x', true)];
    asks.length = 0;
    const reversalId = await undo(lineId, rooms);
    // Why it was undone stands with the line, whoever is behind it, and not in the books.
    const booked = 'select description from ledger.transactions where id = $1';
    expect(await world.asOwner(booked, [reversalId])).toEqual([
      { description: 'A match was undone' },
    ]);
    const kept = 'select line_id, because from payments.undone_matches where reversal_id = $1';
    expect(await world.asOwner(kept, [reversalId])).toEqual([
      { line_id: lineId, because: 'it was a loan' },
    ]);
    expect(asks).toEqual(['no invoice', 'yes invoice']);
    expect(await row()).toMatchObject({ state: 'new', transaction_id: null });
  });

  it('stays where no room opens it, or it is final, and nothing is reversed', async () => {
    defineLineMatcher({ kind: 'shut', priority: 9_999, service: Shut, final: ['shut'] });
    for (const [kind, room] of [
      ['invoice', opening('no', false)],
      ['shut', opening('yes', true)],
    ] as const) {
      const { lineId, row } = await claimed(kind);
      const before = await row();
      await expect(undo(lineId, [room])).rejects.toMatchObject({
        code: 'BANK_LINE_FINAL',
        path: ['id'],
      });
      expect(await row()).toEqual(before);
      const reversals = `select from ledger.transactions where reverses_id = $1`;
      expect(await world.asOwner(reversals, [before?.transaction_id])).toEqual([]);
    }
  });
});
