import { newId, toGlobalId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outsideFactOf } from '../bank-line/bank-lines.js';
import type { OpenBankLine } from '../bank-line/bank-line.store.js';
import { camtFile } from '../testing/camt.js';
import {
  createBankingWorld,
  ibans,
  linesOf,
  mt940File,
  read,
  readEntries,
} from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { MatchBankLines } from './match-bank-lines.js';
import type { Claim, LineMatcher } from './line-matcher.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

/** Every line that a matcher was asked about, in the order of asking. */
let asked: { by: string; amountMinor: bigint }[] = [];
let day = 0;
beforeEach(() => {
  asked = [];
  day += 1;
});
/** Statements of one test share no line with those of another. */
const today = () => `2026-02-${String(day).padStart(2, '0')}`;

/** Books a line as a donation. */
async function book(tx: Tx, line: OpenBankLine, kind: string): Promise<Claim> {
  const transaction = await world.ledger.post(tx, {
    idempotencyKey: `bank-line:${line.id}`,
    description: kind,
    source: { kind: 'bank-line', id: line.id },
    outsideFact: outsideFactOf(line),
    postings: [
      { accountId: line.ledgerAccountId, amountMinor: line.amountMinor },
      { accountId: world.income.id, amountMinor: -line.amountMinor },
    ],
  });
  return { kind, id: newId(), because: `it is ${kind}`, transactionId: transaction.id };
}

/** A matcher of lines with these amounts; none given, of every line. */
function matcherOf(kind: string, ...amounts: bigint[]): LineMatcher {
  return {
    claim: async (tx, line) => {
      asked.push({ by: kind, amountMinor: line.amountMinor });
      const isMine = amounts.length === 0 || amounts.includes(line.amountMinor);
      return isMine ? book(tx, line, kind) : null;
    },
  };
}

/** A matcher that books a line of this amount and then fails, as long as it is broken. */
function breaking(amountMinor: bigint) {
  const matcher = matcherOf('breaking', amountMinor);
  const state = { broken: true };
  return {
    state,
    claim: async (tx: Tx, line: OpenBankLine) => {
      const claim = await matcher.claim(tx, line);
      if (claim !== null && state.broken) throw new Error('the matcher broke');
      return claim;
    },
  };
}

function match(statementId: string, ...matchers: LineMatcher[]): Promise<void> {
  const job = new MatchBankLines(world.unitOfWork, world.lines, { inOrder: () => matchers });
  return job.execute(world.system, { statementId });
}

const statementOf = (...amounts: bigint[]) =>
  readEntries(
    world,
    amounts.map((amountMinor) => ({ amountMinor, on: today() })),
  );

/** By amount: what became of the lines of a statement. */
async function kindsOf(statementId: string): Promise<Record<string, string | null>> {
  const lines = await linesOf(world, statementId);
  return Object.fromEntries(lines.map((line) => [line.amount_minor, line.matched_kind]));
}

async function transactionsOf(statementId: string): Promise<number> {
  const rows = await world.asOwner(
    `select 1 from ledger.transactions t join payments.bank_lines l on l.id::text = t.source_id
     where t.source_kind = 'bank-line' and l.statement_id = $1`,
    [statementId],
  );
  return rows.length;
}

describe('a line', () => {
  it('that several matchers would claim goes to the first, and no other is asked', async () => {
    const statementId = await statementOf(5_00n, 6_00n);
    await match(statementId, matcherOf('first', 5_00n), matcherOf('second'));
    expect(await kindsOf(statementId)).toEqual({ 500: 'first', 600: 'second' });
    expect(asked.filter(({ by }) => by === 'second')).toEqual([
      { by: 'second', amountMinor: 6_00n },
    ]);
    expect(await transactionsOf(statementId)).toBe(2);
  });

  it('that nobody claims waits, and is asked about again', async () => {
    const statementId = await statementOf(5_00n);
    await match(statementId, matcherOf('other', 1n));
    expect(await linesOf(world, statementId)).toMatchObject([
      { state: 'new', matched_kind: null, transaction_id: null },
    ]);
    await match(statementId, matcherOf('later'));
    expect(await kindsOf(statementId)).toEqual({ 500: 'later' });
  });

  it('that is matched is never claimed again, by whomever', async () => {
    const statementId = await statementOf(5_00n);
    await match(statementId, matcherOf('first'));
    const [before] = await linesOf(world, statementId);
    await match(statementId, matcherOf('second'));
    expect(asked.map(({ by }) => by)).toEqual(['first']);
    expect(await linesOf(world, statementId)).toEqual([before]);
  });

  it('says what it was for, and announces it with the transaction', async () => {
    const statementId = await statementOf(5_00n);
    await match(statementId, matcherOf('gift'));
    const [line] = await linesOf(world, statementId);
    expect(line).toMatchObject({ matched_because: 'it is gift' });
    const told = await world.asOwner(
      `select data->>'transactionId' as transaction_id, data->>'matchedKind' as kind
       from platform.facts where type = 'payments.BankLineMatched' and data->>'lineId' = $1`,
      [line?.id],
    );
    expect(told).toEqual([{ transaction_id: line?.transaction_id, kind: 'gift' }]);
  });

  it('of money that went out is looked at before one of money that came back', async () => {
    const statementId = await statementOf(7_00n, -7_00n, 8_00n, -8_00n);
    await match(statementId, matcherOf('nobody', 1n));
    expect(asked.map(({ amountMinor }) => amountMinor)).toEqual([-7_00n, -8_00n, 7_00n, 8_00n]);
  });

  it('of a statement that does not add up is shown to no matcher', async () => {
    const entries = [{ amountMinor: 5_00n, on: today() }];
    const bytes = camtFile({ id: 'UNSOUND', iban: ibans.main, entries, closingMinor: 1n });
    const { statementIds } = await read(world, bytes);
    await match(statementIds[0] ?? '', matcherOf('eager'));
    const [line] = await linesOf(world, statementIds[0] ?? '');
    const job = new MatchBankLines(world.unitOfWork, world.lines, {
      inOrder: () => [matcherOf('eager')],
    });
    await job.execute(world.system, { lineIds: [line?.id ?? ''] });
    expect(asked).toEqual([]);
    expect(await linesOf(world, statementIds[0] ?? '')).toMatchObject([{ state: 'flagged' }]);
  });
});

describe('a matcher that fails', () => {
  it('keeps its own line alone, in the middle: all others are matched', async () => {
    const statementId = await statementOf(1_00n, 2_00n, 3_00n);
    const broken = breaking(2_00n);
    await expect(match(statementId, broken, matcherOf('sound'))).rejects.toThrow(/broke/);
    expect(await kindsOf(statementId)).toEqual({ 100: 'sound', 200: null, 300: 'sound' });
  });

  it('books nothing of it, and leaves it to no matcher that comes after', async () => {
    const statementId = await statementOf(2_00n);
    await expect(match(statementId, breaking(2_00n), matcherOf('after'))).rejects.toThrow(/broke/);
    expect(asked.map(({ by }) => by)).toEqual(['breaking']);
    expect(await transactionsOf(statementId)).toBe(0);
  });

  it('goes on where it broke when the job comes again; what was matched stays', async () => {
    const statementId = await statementOf(1_00n, 2_00n);
    const broken = breaking(2_00n);
    await expect(match(statementId, broken, matcherOf('sound'))).rejects.toThrow(/broke/);
    asked = [];
    broken.state.broken = false;
    await match(statementId, broken, matcherOf('sound'));
    expect(asked).toEqual([{ by: 'breaking', amountMinor: 2_00n }]);
    expect(await kindsOf(statementId)).toEqual({ 100: 'sound', 200: 'breaking' });
    expect(await transactionsOf(statementId)).toBe(2);
  });
});

describe('a line that overflows its account', () => {
  it('waits for a person, who reads why once; all others are matched', async () => {
    const most = 2n ** 63n - 1n;
    await match(await statementOf(most - 100_000_00n), matcherOf('first'));
    const statementId = await statementOf(100_001_00n, 4_00n);
    await match(statementId, matcherOf('sound'));
    await match(statementId, matcherOf('sound'));
    expect(await kindsOf(statementId)).toEqual({ 10000100: null, 400: 'sound' });
    const lines = await linesOf(world, statementId);
    const waiting = lines.find(({ state }) => state === 'new')?.id ?? '';
    const shown = toGlobalId('BankLine', waiting);
    const [file] = await world.asOwner<{ warnings: { code: string }[] }>(
      `select f.warnings from payments.statement_files f
       join payments.bank_statements s on s.file_id = f.id where s.id = $1`,
      [statementId],
    );
    expect(file?.warnings.filter(({ code }) => code === 'line-not-booked')).toEqual([
      {
        code: 'line-not-booked',
        message: expect.stringMatching(
          new RegExp(`^bank line ${shown} waits .*: An amount is larger than the books hold.$`),
        ) as string,
        line: null,
      },
    ]);
  });

  it('is told by the job where no file brought it, and is left for a person too', async () => {
    const movement = {
      externalId: 'too much',
      bookedOn: '2026-02-27',
      amountMinor: 2n ** 62n,
      reversal: false,
      counterparty: null,
      reference: null,
      kind: 'payment',
    };
    const movements = [movement, { ...movement, externalId: 'little', amountMinor: 1n }];
    const lineIds = await world.unitOfWork.run(world.system, (tx) =>
      world.lines.take(tx, world.second, 'tin', movements),
    );
    const matching = new MatchBankLines(world.unitOfWork, world.lines, {
      inOrder: () => [matcherOf('first')],
    });
    await expect(matching.execute(world.system, { lineIds })).rejects.toMatchObject({
      code: 'AMOUNT_OUT_OF_RANGE',
    });
    const states = await world.asOwner<{ state: string }>(
      'select state from payments.bank_lines where id = any($1) order by state',
      [lineIds],
    );
    expect(states).toEqual([{ state: 'matched' }, { state: 'new' }]);
  });
});

describe('matching', () => {
  it('by two workers at once books each line once', async () => {
    const amounts = Array.from({ length: 12 }, (_, index) => BigInt(index + 1) * 1_00n);
    const statementId = await statementOf(...amounts);
    await Promise.all([1, 2, 3].map(() => match(statementId, matcherOf('worker'))));
    expect(new Set(Object.values(await kindsOf(statementId)))).toEqual(new Set(['worker']));
    expect(await transactionsOf(statementId)).toBe(12);
    expect(asked).toHaveLength(12);
  });

  it('meets a treasurer who explains the same line: one of them has it', async () => {
    const statementId = await statementOf(9_00n);
    const [line] = await linesOf(world, statementId);
    const explain = world.assign.execute(world.treasurer, {
      lineId: line?.id ?? '',
      ledgerAccountId: world.income.id,
      because: 'a donation',
    });
    const results = await Promise.allSettled([explain, match(statementId, matcherOf('worker'))]);
    expect(results[1]).toMatchObject({ status: 'fulfilled' });
    expect(await transactionsOf(statementId)).toBe(1);
  });

  it('is the worker’s alone, in its own co-operative', async () => {
    const statementId = await statementOf(5_00n);
    const matcher = matcherOf('stranger');
    const job = new MatchBankLines(world.unitOfWork, world.lines, { inOrder: () => [matcher] });
    await expect(job.execute(world.treasurer, { statementId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await job.execute({ ...world.system, cooperativeId: newId() }, { statementId });
    expect(asked).toEqual([]);
  });

  it('of a long statement is done by jobs in a row, each asked for once', async () => {
    const amounts = Array.from({ length: 201 }, (_, index) => BigInt(index + 1));
    const { statementIds } = await read(world, mt940File(ibans.main, today(), amounts));
    const [statementId = ''] = statementIds;
    await match(statementId, matcherOf('nobody', 0n));
    await match(statementId, matcherOf('nobody', 0n));
    expect(asked).toHaveLength(400);
    const jobs = await world.asOwner<{ payload: { after: { id: string; isCredit: boolean } } }>(
      `select payload from platform.jobs where name = 'banking.match-bank-lines'
         and payload->>'statementId' = $1`,
      [statementId],
    );
    expect(jobs).toHaveLength(1);
    asked = [];
    const next = new MatchBankLines(world.unitOfWork, world.lines, {
      inOrder: () => [matcherOf('nobody', 0n)],
    });
    await next.execute(world.system, { statementId, after: jobs[0]?.payload.after });
    expect(asked).toEqual([{ by: 'nobody', amountMinor: 201n }]);
  });
});
