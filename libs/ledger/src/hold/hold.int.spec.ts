import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import { BooksWorld } from '../testing/books-world.js';
import { availableMinor } from '../account/account.js';
import { ExpireHolds } from './expire-holds.js';

let books: BooksWorld;
beforeAll(async () => {
  books = await BooksWorld.open();
});
afterAll(() => books.close());
beforeEach(() => books.startCooperative());

describe('holding', () => {
  const payout = (holdId: string, amountMinor: bigint, idempotencyKey = newId()) => ({
    ...books.entry(-amountMinor),
    idempotencyKey,
    holdId,
  });
  const postHold = (input: ReturnType<typeof payout>) =>
    books.run((tx) => books.ledger.postHold(tx, input));

  beforeEach(() => books.post(books.entry(1000n)));

  it('counts against the floor until it is given back', async () => {
    const { id } = await books.hold(700n);
    expect(availableMinor(await books.account(books.bank))).toBe(300n);
    await expect(books.hold(301n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await expect(books.post(books.entry(-301n))).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await books.run((tx) => books.ledger.voidHold(tx, { holdId: id }));
    await books.run((tx) => books.ledger.voidHold(tx, { holdId: id }));
    expect(availableMinor(await books.account(books.bank))).toBe(1000n);
  });

  it('is posted in full though nothing else is left', async () => {
    const { id } = await books.hold(1000n);
    const input = payout(id, 1000n);
    const transaction = await postHold(input);
    expect(await books.account(books.bank)).toMatchObject({ balanceMinor: 0n, heldMinor: 0n });
    expect(await postHold(input)).toEqual({ ...transaction, replayed: true });
    await expect(postHold(payout(id, 1000n))).rejects.toMatchObject({ code: 'HOLD_RESOLVED' });
    const voiding = books.run((tx) => books.ledger.voidHold(tx, { holdId: id }));
    await expect(voiding).rejects.toMatchObject({ code: 'HOLD_RESOLVED' });
  });

  it('is posted in part, and the rest returns', async () => {
    const { id } = await books.hold(700n);
    await postHold(payout(id, 450n));
    expect(await books.account(books.bank)).toMatchObject({ balanceMinor: 550n, heldMinor: 0n });
    expect(await books.factTypes()).toEqual([
      'ledger.TransactionPosted',
      'ledger.HoldPlaced',
      'ledger.TransactionPosted',
      'ledger.HoldResolved',
    ]);
  });

  it('never gives more than was reserved, nor nothing', async () => {
    const { id } = await books.hold(700n);
    await expect(postHold(payout(id, 701n))).rejects.toMatchObject({ code: 'HOLD_EXCEEDED' });
    await expect(postHold(payout(id, -5n))).rejects.toMatchObject({ code: 'INVALID_HOLD' });
    expect(await books.account(books.bank)).toMatchObject({ balanceMinor: 1000n, heldMinor: 700n });
  });

  it('is posted with others by one transaction, each in full, once', async () => {
    const holds = [await books.hold(300n), await books.hold(200n)];
    const holdIds = holds.map(({ id }) => id);
    const post = (amountMinor: bigint, idempotencyKey = newId()) =>
      books.run((tx) =>
        books.ledger.postHolds(tx, { ...books.entry(-amountMinor), idempotencyKey, holdIds }),
      );
    await expect(post(501n)).rejects.toMatchObject({ code: 'HOLD_EXCEEDED' });
    await expect(post(499n)).rejects.toMatchObject({ code: 'INVALID_HOLD' });
    const key = newId();
    const transaction = await post(500n, key);
    expect(await books.account(books.bank)).toMatchObject({ balanceMinor: 500n, heldMinor: 0n });
    expect(await post(500n, key)).toEqual({ ...transaction, replayed: true });
    await expect(post(500n)).rejects.toMatchObject({ code: 'HOLD_RESOLVED' });
    expect((await books.account(books.bank)).balanceMinor).toBe(500n);
  });

  it('is not posted by a key that recorded something else', async () => {
    const key = newId();
    await books.post(books.entry(5n, { idempotencyKey: key }));
    const { id } = await books.hold(700n);
    await expect(postHold(payout(id, 700n, key))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect((await books.account(books.bank)).heldMinor).toBe(700n);
  });

  it('is the same one for a repeated key, which refuses another input', async () => {
    const input = {
      accountId: books.bank,
      amountMinor: 10n,
      idempotencyKey: newId(),
      source: { kind: 'payout', id: '1' },
    };
    const first = await books.run((tx) => books.ledger.hold(tx, input));
    expect(await books.run((tx) => books.ledger.hold(tx, input))).toEqual(first);
    const other = books.run((tx) => books.ledger.hold(tx, { ...input, amountMinor: 11n }));
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await books.account(books.bank)).heldMinor).toBe(10n);
  });

  it('expires when its time is over: then it can neither be posted nor voided', async () => {
    const { id } = await books.hold(700n, new Date('2026-03-03T09:00:00Z'));
    const lasting = await books.hold(100n);
    const jobs = await books.world.asOwner(
      'select name, key, run_at from platform.jobs where cooperative_id = $1',
      [books.cooperativeId],
    );
    expect(jobs).toEqual([
      { name: 'ledger.expire-holds', key: id, run_at: new Date('2026-03-03T09:00:00Z') },
    ]);
    const expireHolds = new ExpireHolds(books.world.unitOfWork, books.ledger);
    const { actor } = books;
    expect(await expireHolds.execute(actor)).toBe(0);
    books.world.clock.advance({ days: 1 });
    await expect(postHold(payout(id, 700n))).rejects.toMatchObject({ code: 'HOLD_EXPIRED' });
    expect(await expireHolds.execute(actor)).toBe(1);
    expect(await expireHolds.execute(actor)).toBe(0);
    expect((await books.account(books.bank)).heldMinor).toBe(100n);
    for (const late of [
      () => postHold(payout(id, 700n)),
      () => books.run((tx) => books.ledger.voidHold(tx, { holdId: id })),
    ]) {
      await expect(late()).rejects.toMatchObject({ code: 'HOLD_RESOLVED' });
    }
    await books.run((tx) => books.ledger.voidHold(tx, { holdId: lasting.id }));
  });

  it('reserves on the normal side of an account that grows by credit', async () => {
    const fund = await books.run((tx) =>
      books.ledger.openAccount(tx, {
        name: 'x',
        currency: 'EUR',
        code: 'fund:it',
        kind: 'equity',
        floorMinor: 0n,
      }),
    );
    await books.post(
      books.entry(1n, {
        postings: [
          { accountId: books.bank, amountMinor: 50n },
          { accountId: fund.id, amountMinor: -50n },
        ],
      }),
    );
    const place = (amountMinor: bigint) =>
      books.run((tx) =>
        books.ledger.hold(tx, {
          accountId: fund.id,
          amountMinor,
          idempotencyKey: newId(),
          source: { kind: 'expense', id: '1' },
        }),
      );
    await expect(place(51n)).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    const { id } = await place(50n);
    await books.run((tx) =>
      books.ledger.postHold(tx, {
        ...books.entry(1n),
        holdId: id,
        postings: [
          { accountId: fund.id, amountMinor: 20n },
          { accountId: books.dues, amountMinor: -20n },
        ],
      }),
    );
    expect(await books.account(fund.id)).toMatchObject({ balanceMinor: -30n, heldMinor: 0n });
  });

  it('is not found in another co-operative, nor on an account that does not exist', async () => {
    const { id } = await books.hold(5n);
    await expect(
      books.run((tx) =>
        books.ledger.hold(tx, {
          accountId: newId(),
          amountMinor: 1n,
          idempotencyKey: newId(),
          source: { kind: 'payout', id: '1' },
        }),
      ),
    ).rejects.toMatchObject({ code: 'LEDGER_ACCOUNT_NOT_FOUND' });
    books.cooperativeId = newId();
    for (const attempt of [
      () => postHold(payout(id, 5n)),
      () => books.run((tx) => books.ledger.voidHold(tx, { holdId: id })),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'HOLD_NOT_FOUND' });
    }
  });
});

describe('floors', () => {
  it('may be lowered for an overdraft, and raised only where the money is', async () => {
    const lower = await books.run((tx) => books.ledger.setFloor(tx, books.bank, -500n));
    expect(lower.floorMinor).toBe(-500n);
    await books.post(books.entry(-500n));
    const raise = books.run((tx) => books.ledger.setFloor(tx, books.bank, -499n));
    await expect(raise).rejects.toMatchObject({ code: 'FLOOR_BREACHED' });
    await expect(books.run((tx) => books.ledger.setFloor(tx, newId(), 0n))).rejects.toMatchObject({
      code: 'LEDGER_ACCOUNT_NOT_FOUND',
    });
  });
});
