import { newId } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../../../banking/src/testing/banking-world.js';
import {
  createPayoutsWorld,
  fund,
  payee,
  payoutRow,
  release,
  released,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { frozenHash } from './payout.js';
import { PayoutQueries } from './payout.queries.js';
import type { PayoutFilter, PayoutOrder } from './payout.queries.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const cancel = (payoutId: string, by = world.treasurer) => world.cancel.execute(by, { payoutId });
const factsOf = (payoutId: string) =>
  world.asOwner<{ type: string; visibility: string; data: Record<string, string> }>(
    `select type, visibility, data from platform.facts
     where data->>'payoutId' = $1 order by position`,
    [payoutId],
  );

describe('asking for a payout', () => {
  it('makes one of an obligation, however many ask at once, and gives it to all', async () => {
    const to = person(world.cooperativeId);
    const obligationId = newId();
    const made = await Promise.all(
      [1, 2, 3, 4, 5].map(() => requestPayout(world, to, 5_00n, { obligationId })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await factsOf(made[0]?.id ?? '')).toHaveLength(1);
  });

  it.each([
    ['another amount', (to: string) => ({ amountMinor: 5_01n, to })],
    ['another payee', () => ({ amountMinor: 5_00n, to: newId() })],
  ])('for an obligation that is being paid, over %s, is refused', async (_, other) => {
    const to = person(world.cooperativeId);
    const obligationId = newId();
    const first = await requestPayout(world, to, 5_00n, { obligationId });
    const { amountMinor, to: memberId } = other(to.memberId ?? '');
    await expect(
      requestPayout(world, { ...to, memberId }, amountMinor, { obligationId }),
    ).rejects.toMatchObject({ code: 'PAYOUT_EXISTS', details: { data: { payoutId: first.id } } });
  });

  it('freezes what was approved: the hash is over its terms', async () => {
    const to = person(world.cooperativeId);
    const payout = await requestPayout(world, to, 5_00n);
    expect(payout.frozenHash).toBe(
      frozenHash({
        obligation: { kind: 'expense', id: payout.obligationId },
        payee: { kind: 'member', id: to.memberId ?? '' },
        amountMinor: 5_00n,
        currency: 'EUR',
        debitAccountId: world.payables.id,
        destinationId: null,
      }),
    );
  });

  it('of nothing, or of less, is a mistake of the room that asks', async () => {
    const to = person(world.cooperativeId);
    await expect(requestPayout(world, to, 0n)).rejects.toThrow(/a payout pays something/);
    await expect(requestPayout(world, to, -1n)).rejects.toThrow(/a payout pays something/);
  });

  it('keeps a memo to what a bank has room for', async () => {
    const memo = 'm'.repeat(200);
    const payout = await requestPayout(world, person(world.cooperativeId), 5_00n, { memo });
    expect(payout.memo).toBe('m'.repeat(140));
  });

  it('tells members how much for what, and nobody where it goes', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    expect(await factsOf(payout.id)).toEqual([
      {
        type: 'payments.PayoutRequested',
        visibility: 'members',
        data: {
          payoutId: payout.id,
          obligationKind: 'expense',
          obligationId: payout.obligationId,
          amountMinor: '500',
          currency: 'EUR',
        },
      },
    ]);
  });
});

describe('a cancellation', () => {
  it('makes room for another payout of the obligation, and happens once', async () => {
    const to = person(world.cooperativeId);
    const obligationId = newId();
    const first = await requestPayout(world, to, 5_00n, { obligationId });
    expect(await cancel(first.id)).toMatchObject({ id: first.id, state: 'cancelled' });
    await expect(cancel(first.id)).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
    const second = await requestPayout(world, to, 6_00n, { obligationId });
    expect(second.id).not.toBe(first.id);
    expect((await factsOf(first.id)).map(({ type }) => type)).toEqual([
      'payments.PayoutRequested',
      'payments.PayoutCancelled',
    ]);
  });

  it('comes too late once the payout was released', async () => {
    const { id } = await released(world, world.onProvider);
    await expect(cancel(id)).rejects.toMatchObject({
      code: 'PAYOUT_STATE',
      details: { data: { state: 'reserved' } },
    });
  });

  it('is for treasurers, and of what is there', async () => {
    const { id } = await requestPayout(world, world.member, 5_00n);
    await expect(cancel(id, world.member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(cancel(newId())).rejects.toMatchObject({ code: 'PAYOUT_NOT_FOUND' });
    expect(await payoutRow(world, id)).toMatchObject({ state: 'approved' });
  });

  it('by the room that asked takes the open one back, and nothing when there is none', async () => {
    const payout = await requestPayout(world, world.member, 5_00n);
    const obligation = { kind: payout.obligationKind, id: payout.obligationId };
    const take = () =>
      world.unitOfWork.run(world.system, (tx) => world.payouts.cancel(tx, obligation));
    await take();
    await take();
    expect(await payoutRow(world, payout.id)).toMatchObject({ state: 'cancelled' });
  });

  it('by the room that asked comes too late as well', async () => {
    const payout = await requestPayout(world, await payee(world), 5_00n);
    await release(world, [payout], world.onProvider);
    const obligation = { kind: payout.obligationKind, id: payout.obligationId };
    await expect(
      world.unitOfWork.run(world.system, (tx) => world.payouts.cancel(tx, obligation)),
    ).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
  });
});

describe('members see', () => {
  const read = <T>(body: (tx: Tx) => Promise<T>, by = world.member) =>
    world.unitOfWork.read(by, body);
  const queries = new PayoutQueries();

  it('the newest payout of each obligation, whatever became of it', async () => {
    const to = person(world.cooperativeId);
    const [again, once] = [newId(), newId()];
    const first = await requestPayout(world, to, 5_00n, { obligationId: again });
    await cancel(first.id);
    world.clock.advance({ seconds: 1 });
    const second = await requestPayout(world, to, 6_00n, { obligationId: again });
    const only = await requestPayout(world, to, 7_00n, { obligationId: once });
    const found = await read((tx) => queries.newestOf(tx, 'expense', [again, once, newId()]));
    expect(Object.fromEntries([...found].map(([id, row]) => [id, row.id]))).toEqual({
      [again]: second.id,
      [once]: only.id,
    });
    expect((await read((tx) => queries.newestOf(tx, 'other', [again]))).size).toBe(0);
  });

  it('those of one state, and none of another co-operative', async () => {
    const { id } = await requestPayout(world, person(world.cooperativeId), 5_00n);
    await cancel(id);
    const page = (state: 'cancelled' | 'approved', by = world.member) =>
      read((tx) => queries.page(tx, { first: 100 }, { state }), by);
    const { rows } = await page('cancelled');
    expect(rows.map((row) => row.id)).toContain(id);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['cancelled']));
    expect((await page('approved')).rows.map((row) => row.id)).not.toContain(id);
    expect((await page('cancelled', person(newId()))).rows).toEqual([]);
    const stranger = { ...world.member, memberId: null };
    await expect(page('approved', stranger)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a payout that is private', () => {
  const [to, obligationId] = [person(newId()), newId()];
  /** Through how many of the ways there are somebody sees it; how many they are told there are. */
  const seen = (by: Actor, id: string) =>
    world.unitOfWork.read(by, async (tx) => {
      const queries = new PayoutQueries();
      const ways: [PayoutFilter, PayoutOrder][] = [
        [{}, 'asked'],
        [{ payeeId: to.memberId }, 'asked'],
        [{ state: 'approved' }, 'amount'],
      ];
      const found: (readonly string[])[] = [];
      for (const [filter, order] of ways) {
        const page = await queries.page(tx, { first: 100 }, filter, order);
        found.push(page.rows.map((row) => row.id));
      }
      const { count } = await queries.page(tx, { first: 1 }, { payeeId: to.memberId });
      found.push([...(await queries.byIds(tx, [id])).keys()]);
      const newest = await queries.newestOf(tx, 'expense', [obligationId]);
      found.push([...newest.values()].map((row) => row.id));
      return [found.filter((ids) => ids.includes(id)).length, (await count?.(tx))?.atLeast];
    });

  it('is seen by its payee and by clerks, and neither found nor counted by others', async () => {
    const own = { ...to, cooperativeId: world.cooperativeId };
    const { id } = await requestPayout(world, own, 3_00n, { obligationId, isPrivate: true });
    for (const role of ['treasurer', 'auditor', 'administrator'] as const) {
      expect(await seen(person(world.cooperativeId, [role]), id)).toEqual([5, 1]);
    }
    for (const by of [own, world.system]) expect(await seen(by, id)).toEqual([5, 1]);
    expect(await seen(world.member, id)).toEqual([0, 0]);
    const partner = { ...person(world.cooperativeId), partnerId: own.memberId };
    expect(await seen(partner, id)).toEqual([0, 0]);
  });

  it('stays private', async () => {
    const { id } = await requestPayout(world, world.member, 3_00n, { isPrivate: true });
    await expect(
      world.asOwner('update payments.payouts set is_private = false where id = $1', [id]),
    ).rejects.toThrow('does not change');
  });
});

describe('a page of payouts', () => {
  const page = async (filter: PayoutFilter) => {
    const { rows } = await world.unitOfWork.read(world.member, (tx) =>
      new PayoutQueries().page(tx, { first: 100 }, filter),
    );
    return rows.map(({ id }) => id);
  };

  it('is of what was asked for from one moment on, and before another', async () => {
    const asked: { id: string; at: Date }[] = [];
    for (const amountMinor of [1n, 2n, 3n]) {
      world.clock.advance({ hours: 1 });
      const { id } = await requestPayout(world, person(world.cooperativeId), amountMinor);
      asked.push({ id, at: world.clock.now() });
    }
    const [one, two, three] = asked;
    expect(await page({ from: one?.at ?? null, before: three?.at ?? null })).toEqual([
      two?.id,
      one?.id,
    ]);
  });

  it('is of what one payee is paid', async () => {
    const to = person(world.cooperativeId);
    const { id } = await requestPayout(world, to, 4n);
    expect(await page({ payeeId: to.memberId })).toEqual([id]);
  });
});

describe('what a payout keeps of its way', () => {
  const momentsOf = async (id: string) => {
    const [row] = await world.asOwner<Record<string, Date | string | null>>(
      'select released_at, settled_at, failure_code from payments.payouts where id = $1',
      [id],
    );
    return row;
  };

  it('is when it was released and settled, also after it came back', async () => {
    const { id } = await released(world, world.onProvider);
    const releasedAt = world.clock.now();
    world.provider.failNext('slow');
    world.clock.advance({ hours: 1 });
    await world.submit.execute(world.system, { payoutId: id });
    expect(await momentsOf(id)).toMatchObject({ released_at: releasedAt, settled_at: null });
    world.clock.advance({ hours: 1 });
    const settledAt = world.clock.now();
    const apply = (state: 'executed' | 'returned') =>
      world.reconciliation.apply(world.system, id, world.provider, { state, reference: id });
    await apply('executed');
    world.clock.advance({ hours: 1 });
    await apply('returned');
    expect(await momentsOf(id)).toEqual({
      released_at: releasedAt,
      settled_at: settledAt,
      failure_code: 'RETURNED',
    });
  });

  it('is who approved first, however many ask anew in turn', async () => {
    const obligationId = newId();
    const to = person(world.cooperativeId);
    const [first, second] = [person(world.cooperativeId), person(world.cooperativeId)];
    for (const by of [first, second, person(world.cooperativeId)]) {
      const payout = await requestPayout(world, to, 9_00n, { obligationId, by });
      expect(payout.requestedByAccountId).toBe(first.accountId);
      await cancel(payout.id);
      world.clock.advance({ hours: 1 });
      // Over another amount it is another decision, which the first one's is not of.
      const other = await requestPayout(world, to, 9_01n, { obligationId, by: second });
      expect(other.requestedByAccountId).toBe(second.accountId);
      await cancel(other.id);
      world.clock.advance({ hours: 1 });
    }
  });
});

describe('Postgres has the last word', () => {
  it.each([
    ['amount_minor', 'amount_minor + 1'],
    ['currency', `'USD'`],
    ['payee_id', 'gen_random_uuid()'],
    ['debit_account_id', 'gen_random_uuid()'],
    ['frozen_hash', `repeat('0', 64)`],
    ['destination_id', 'null'],
    ['obligation_id', 'gen_random_uuid()'],
    ['provider_key', `'another'`],
    ['hold_id', 'gen_random_uuid()'],
    ['state', `'approved'`],
  ])('and keeps the %s of a payout that was paid', async (column, value) => {
    const { id } = await released(world, world.onProvider);
    await world.submit.execute(world.system, { payoutId: id });
    await expect(
      world.asOwner(`update payments.payouts set ${column} = ${value} where id = $1`, [id]),
    ).rejects.toThrow(/does not change/);
    await expect(world.asOwner('delete from payments.payouts where id = $1', [id])).rejects.toThrow(
      /does not change/,
    );
  });
});

describe('a payout that is not debited', () => {
  const tell = () => world.tellLate.execute(world.system);
  const toldOf = (subjectId: string) =>
    world.asOwner<{ data: Record<string, unknown> }>(
      `select data from platform.facts where type = 'payments.PayoutsLate' and subject_id = $1`,
      [subjectId],
    );

  it('is told to treasurers once, those of a file together, wherever a process dies', async () => {
    await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
    world.clock.advance({ days: 8 });
    await tell();
    const to = await payee(world);
    const [one, two] = [await requestPayout(world, to, 3_00n), await requestPayout(world, to, 4n)];
    const releasedOn = world.clock.now().toISOString().slice(0, 10);
    const [filed] = await release(world, [one, two], world.onFile);
    await requestPayout(world, to, 5_00n);
    world.clock.advance({ days: 7, seconds: -1 });
    expect(await tell()).toBe(0);
    world.clock.advance({ seconds: 1 });
    const paymentFileId = filed?.paymentFileId ?? '';
    const deaths = await dyingOnEachLine(tell, async () =>
      expect(await toldOf(paymentFileId)).toEqual([]),
    );
    expect(deaths).toBeGreaterThan(1);
    world.clock.advance({ days: 1 });
    expect(await Promise.all([tell(), tell()])).toEqual([0, 0]);
    expect(await toldOf(paymentFileId)).toEqual([
      {
        data: {
          payoutIds: [one.id, two.id].toSorted(),
          paymentFileId,
          releasedOn,
          amountMinor: '304',
          currency: 'EUR',
          treasurerMemberIds: world.offices.held.get('treasurer'),
        },
      },
    ]);
  });

  it('is told once when two workers look at once, and by the worker alone', async () => {
    const { id } = await released(world, world.onProvider);
    world.clock.advance({ days: 8 });
    const told = await Promise.all([tell(), tell(), tell()]);
    expect(told.toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
    expect(await toldOf(id)).toMatchObject([{ data: { payoutIds: [id], paymentFileId: null } }]);
    await expect(world.tellLate.execute(world.treasurer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
