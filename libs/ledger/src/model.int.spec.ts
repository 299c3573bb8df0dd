import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError, newId } from '@rochdale/platform';
import { ledgerInvariants } from './ledger.invariants.js';
import { BooksWorld } from './testing/books-world.js';

/**
 * The books against a model of them that fits on a page: the same commands, one after the other,
 * give the same answers and leave the same balances.
 */
interface ModelAccount {
  sign: 1n | -1n;
  floorMinor: bigint | null;
  balanceMinor: bigint;
  heldMinor: bigint;
}

interface Model {
  accounts: ModelAccount[];
  keys: Map<string, string>;
  facts: Set<string>;
  transactions: {
    moves: [number, bigint][];
    factOf: number | null;
    reversed: boolean;
    isReversal: boolean;
  }[];
  holds: { account: number; amountMinor: bigint; open: boolean }[];
}

type Command =
  | {
      do: 'post';
      from: number;
      to: number;
      amountMinor: bigint;
      key: number;
      fact: { nth: number; end: 'from' | 'to' } | null;
    }
  | { do: 'reverse'; nth: number }
  | { do: 'hold'; account: number; amountMinor: bigint }
  | { do: 'post-hold'; nth: number; amountMinor: bigint; to: number }
  | { do: 'void-hold'; nth: number };

const accountsCount = 4;
const account = fc.nat(accountsCount - 1);
const amount = fc.bigInt(1n, 40n);
const nth = fc.nat(20);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      from: account,
      to: account,
      amountMinor: amount,
      key: fc.nat(40),
      fact: fc.option(
        fc.record({ nth: fc.nat(8), end: fc.constantFrom('from' as const, 'to' as const) }),
        { freq: 4 },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), nth }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hold' as const), account, amountMinor: amount }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('post-hold' as const),
      nth,
      amountMinor: amount,
      to: account,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('void-hold' as const), nth }) },
);

/**
 * Moves money in the model, or says why not. What happened outside takes the asset that it is of
 * below its floor; from there anything may lead up, and nothing else down.
 */
function move(
  model: Model,
  moves: readonly [number, bigint][],
  factOf: number | null = null,
): string {
  const net = new Map<number, bigint>();
  for (const [index, minor] of moves) net.set(index, (net.get(index) ?? 0n) + minor);
  for (const [index, minor] of net) {
    const one = model.accounts[index]!;
    const left = one.sign * (one.balanceMinor + minor) - one.heldMinor;
    const isLower = one.sign * minor < 0n && !(index === factOf && one.sign === 1n);
    if (isLower && one.floorMinor !== null && left < one.floorMinor) return 'FLOOR_BREACHED';
  }
  for (const [index, minor] of net) model.accounts[index]!.balanceMinor += minor;
  return 'ok';
}

function expectedPost(model: Model, asked: Command & { do: 'post' }): string {
  const { from, to, amountMinor, key, fact } = asked;
  const print = [from, to, amountMinor, fact?.nth, fact?.end].join();
  const known = model.keys.get(`k${key}`);
  if (known !== undefined) return known === print ? 'replayed' : 'IDEMPOTENCY_KEY_REUSED';
  if (fact !== null && model.facts.has(`f${fact.nth}`)) return 'OUTSIDE_FACT_POSTED';
  const moves: [number, bigint][] = [
    [from, -amountMinor],
    [to, amountMinor],
  ];
  const factOf = fact === null ? null : asked[fact.end];
  const result = move(model, moves, factOf);
  if (result !== 'ok') return result;
  model.keys.set(`k${key}`, print);
  if (fact !== null) model.facts.add(`f${fact.nth}`);
  model.transactions.push({ moves, factOf, reversed: false, isReversal: false });
  return 'ok';
}

function expectedReverse(model: Model, index: number): string {
  const original = model.transactions[index];
  if (original === undefined) return 'skipped';
  if (original.isReversal) return 'REVERSAL_OF_REVERSAL';
  if (original.reversed) return 'ALREADY_REVERSED';
  const moves = original.moves.map(([at, minor]): [number, bigint] => [at, -minor]);
  const result = move(model, moves, original.factOf);
  if (result !== 'ok') return result;
  original.reversed = true;
  model.transactions.push({ moves, factOf: null, reversed: false, isReversal: true });
  return 'ok';
}

function expectedHold(model: Model, index: number, amountMinor: bigint): string {
  const one = model.accounts[index]!;
  const left = one.sign * one.balanceMinor - one.heldMinor - amountMinor;
  if (one.floorMinor !== null && left < one.floorMinor) return 'FLOOR_BREACHED';
  one.heldMinor += amountMinor;
  model.holds.push({ account: index, amountMinor, open: true });
  return 'ok';
}

function expectedPostHold(model: Model, asked: Command & { do: 'post-hold' }): string {
  const hold = model.holds[asked.nth];
  if (hold === undefined) return 'skipped';
  if (!hold.open) return 'HOLD_RESOLVED';
  if (asked.to === hold.account) return 'INVALID_HOLD';
  if (asked.amountMinor > hold.amountMinor) return 'HOLD_EXCEEDED';
  const held = model.accounts[hold.account]!;
  held.heldMinor -= hold.amountMinor;
  const taken = -held.sign * asked.amountMinor;
  const moves: [number, bigint][] = [
    [hold.account, taken],
    [asked.to, -taken],
  ];
  const result = move(model, moves);
  if (result !== 'ok') {
    held.heldMinor += hold.amountMinor;
    return result;
  }
  hold.open = false;
  model.transactions.push({ moves, factOf: null, reversed: false, isReversal: false });
  return 'ok';
}

function expectedVoid(model: Model, index: number, voided: Set<number>): string {
  const hold = model.holds[index];
  if (hold === undefined) return 'skipped';
  if (!hold.open) return voided.has(index) ? 'ok' : 'HOLD_RESOLVED';
  hold.open = false;
  voided.add(index);
  model.accounts[hold.account]!.heldMinor -= hold.amountMinor;
  return 'ok';
}

function expected(model: Model, asked: Command, voided: Set<number>): string {
  switch (asked.do) {
    case 'post':
      return expectedPost(model, asked);
    case 'reverse':
      return expectedReverse(model, asked.nth);
    case 'hold':
      return expectedHold(model, asked.account, asked.amountMinor);
    case 'post-hold':
      return expectedPostHold(model, asked);
    case 'void-hold':
      return expectedVoid(model, asked.nth, voided);
  }
}

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
});
afterAll(() => books.close());

/** The real books, driven by the same commands. */
class Driver {
  readonly transactions: string[] = [];
  readonly holds: { id: string; accountIndex: number }[] = [];

  constructor(
    private readonly ids: readonly string[],
    private readonly signs: readonly bigint[],
  ) {}

  async carryOut(asked: Command): Promise<string> {
    try {
      return await this.#run(asked);
    } catch (error) {
      if (error instanceof CodedError) return error.code;
      throw error;
    }
  }

  #moves(from: number, to: number, amountMinor: bigint) {
    return [
      { accountId: this.ids[from]!, amountMinor: -amountMinor },
      { accountId: this.ids[to]!, amountMinor },
    ];
  }

  async #run(asked: Command): Promise<string> {
    const common = { description: 'model', source: { kind: 'model', id: '1' } };
    const { ledger } = books;
    if (asked.do === 'post') {
      const { id, replayed } = await books.post({
        ...common,
        idempotencyKey: `k${asked.key}`,
        ...(asked.fact !== null && {
          outsideFact: `f${asked.fact.nth}`,
          outsideAccountId: this.ids[asked[asked.fact.end]]!,
        }),
        postings: this.#moves(asked.from, asked.to, asked.amountMinor),
      });
      if (!replayed) this.transactions.push(id);
      return replayed ? 'replayed' : 'ok';
    }
    if (asked.do === 'hold') {
      const placed = await books.run((tx) =>
        ledger.hold(tx, {
          accountId: this.ids[asked.account]!,
          amountMinor: asked.amountMinor,
          idempotencyKey: newId(),
          source: common.source,
        }),
      );
      this.holds.push({ id: placed.id, accountIndex: asked.account });
      return 'ok';
    }
    if (asked.do === 'reverse') {
      const transactionId = this.transactions[asked.nth];
      if (transactionId === undefined) return 'skipped';
      const key = { idempotencyKey: newId(), reason: 'model' };
      const { id } = await books.run((tx) => ledger.reverse(tx, { transactionId, ...key }));
      this.transactions.push(id);
      return 'ok';
    }
    const hold = this.holds[asked.nth];
    if (hold === undefined) return 'skipped';
    if (asked.do === 'void-hold') {
      await books.run((tx) => ledger.voidHold(tx, { holdId: hold.id }));
      return 'ok';
    }
    const taken = this.signs[hold.accountIndex]! * asked.amountMinor;
    const { id } = await books.run((tx) =>
      ledger.postHold(tx, {
        ...common,
        holdId: hold.id,
        idempotencyKey: newId(),
        postings: this.#moves(hold.accountIndex, asked.to, taken),
      }),
    );
    this.transactions.push(id);
    return 'ok';
  }
}

const chart = [
  { code: 'bank', kind: 'asset', floorMinor: 0n, sign: 1n },
  { code: 'fund', kind: 'equity', floorMinor: -30n, sign: -1n },
  { code: 'income', kind: 'income', floorMinor: null, sign: -1n },
  { code: 'expense', kind: 'expense', floorMinor: null, sign: 1n },
] as const;

async function play(commands: readonly Command[]): Promise<void> {
  books.cooperativeId = newId();
  const ids: string[] = [];
  for (const { code, kind, floorMinor } of chart) {
    ids.push((await books.openAccount({ code, kind, floorMinor })).id);
  }
  const model: Model = {
    accounts: chart.map(({ sign, floorMinor }) => ({
      sign,
      floorMinor,
      balanceMinor: 0n,
      heldMinor: 0n,
    })),
    keys: new Map(),
    facts: new Set(),
    transactions: [],
    holds: [],
  };
  const driver = new Driver(
    ids,
    chart.map(({ sign }) => sign),
  );
  const voided = new Set<number>();
  for (const [step, asked] of commands.entries()) {
    const answer = await driver.carryOut(asked);
    expect(`${step} ${asked.do} ${answer}`).toBe(
      `${step} ${asked.do} ${expected(model, asked, voided)}`,
    );
  }
  const found = await books.run((tx) => books.ledger.accounts(tx, ids));
  const state = ids.map((id) => found.find((one) => one.id === id)!);
  expect(state.map(({ balanceMinor, heldMinor }) => ({ balanceMinor, heldMinor }))).toEqual(
    model.accounts.map(({ balanceMinor, heldMinor }) => ({ balanceMinor, heldMinor })),
  );
}

describe('the books and their model', () => {
  it('agree on every answer and every balance, whatever is asked', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 60 }), play), {
      numRuns: 40,
    });
    for (const { name, sql } of ledgerInvariants) {
      expect(await books.world.asOwner(sql), name).toEqual([]);
    }
  });
});
