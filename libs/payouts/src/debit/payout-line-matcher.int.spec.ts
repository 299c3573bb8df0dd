import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, linesOf, person, readEntries } from '../../../banking/src/testing/banking-world.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import {
  createPayoutsWorld,
  fund,
  nameAtBank,
  paidTimes,
  payoutRow,
  released,
  requestPayout,
} from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';

let world: PayoutsWorld;
beforeAll(async () => {
  world = await createPayoutsWorld();
  // The bank tells of days that have been.
  world.clock.set(new Date('2026-01-21T09:00:00Z'));
  await fund(world, world.onFile.ledgerAccountId, 10_000_00n);
  await fund(world, world.onProvider.ledgerAccountId, 10_000_00n);
});
afterAll(() => world.close());

const submit = (payoutId: string) => world.submit.execute(world.system, { payoutId });
const match = (statementId: string) => world.matchLines.execute(world.system, { statementId });
const stateOf = async (id: string) => (await payoutRow(world, id)).state;
/** What the bank writes of a payout: `-1n` went out, `1n` came back. */
const entryOf = (payout: PayoutRow, sign: 1n | -1n, on = '2026-01-20') => ({
  amountMinor: sign * payout.amountMinor,
  endToEndId: payout.endToEndId,
  on,
});

/** In a file that was written for the bank. */
async function filed(): Promise<PayoutRow> {
  const payout = await released(world, world.onFile);
  const { payment_file_id: paymentFileId } = await payoutRow(world, payout.id);
  await world.writeFile.execute(world.system, { paymentFileId: paymentFileId ?? '' });
  return payout;
}

describe('the bank’s statement', () => {
  it('finds a payout by its name alone, in whatever case, and not by the id inside', async () => {
    const payout = await filed();
    const inside = { ...entryOf(payout, -1n), endToEndId: payout.id.replaceAll('-', '') };
    await match(await readEntries(world, [inside]));
    expect(await stateOf(payout.id)).toBe('submitted');
    const loud = { ...entryOf(payout, -1n), endToEndId: payout.endToEndId.toUpperCase() };
    await match(await readEntries(world, [loud]));
    expect(await stateOf(payout.id)).toBe('settled');
  });

  it('of another co-operative finds nothing by a name that it heard of', async () => {
    const payout = await filed();
    const fileId = (await payoutRow(world, payout.id)).payment_file_id ?? '';
    const fileName = await nameAtBank(world, fileId);
    const statementId = await readEntries(world, [
      { ...entryOf(payout, -1n), endToEndId: fileName },
    ]);
    const [{ id } = { id: '' }] = await linesOf(world, statementId);
    const line = await world.unitOfWork.run(world.system, (tx) => world.lines.lockOne(tx, id));
    const elsewhere = systemActor(newId(), 'job');
    const found = await world.unitOfWork.run(elsewhere, async (tx) => [
      await payoutStore.lockNamed(tx, payout.endToEndId),
      await world.debits.claim(tx, line),
    ]);
    expect(found).toEqual([null, null]);
    expect(await stateOf(payout.id)).toBe('submitted');
  });

  it('settles a payout by its end-to-end id, once, run twice or at once', async () => {
    const payout = await filed();
    const statementId = await readEntries(world, [entryOf(payout, -1n)]);
    await Promise.all([match(statementId), match(statementId)]);
    await match(statementId);
    const row = await payoutRow(world, payout.id);
    expect(row.state).toBe('settled');
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 1, held: 0 });
    expect(await linesOf(world, statementId)).toMatchObject([
      { state: 'matched', matched_kind: 'payout', matched_id: payout.id },
    ]);
    const [booked] = await world.asOwner<{ on: string }>(
      `select effective_at::date::text as on from ledger.transactions where id = $1`,
      [row.transaction_id],
    );
    expect(booked).toEqual({ on: '2026-01-20' });
  });

  it('settles nothing over another amount, on another account, or under another id', async () => {
    const payout = await filed();
    const { amountMinor } = payout;
    const entry = { ...entryOf(payout, -1n), amountMinor: -amountMinor - 1n };
    await match(await readEntries(world, [entry]));
    await match(await readEntries(world, [entryOf(payout, -1n)], ibans.second));
    const strange = await nameAtBank(world, newId());
    await match(await readEntries(world, [{ ...entryOf(payout, -1n), endToEndId: strange }]));
    await match(await readEntries(world, [{ ...entryOf(payout, -1n), endToEndId: 'RF18' }]));
    expect(await stateOf(payout.id)).toBe('submitted');
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 0, held: 1 });
  });

  it('settles nothing that was not given to a rail', async () => {
    const payout = await released(world, world.onFile);
    const statementId = await readEntries(world, [entryOf(payout, -1n)]);
    await match(statementId);
    expect(await stateOf(payout.id)).toBe('reserved');
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'new' }]);
  });

  it('books what came back, also when the newest line stands first', async () => {
    const payout = await filed();
    await match(await readEntries(world, [entryOf(payout, 1n), entryOf(payout, -1n)]));
    expect(await payoutRow(world, payout.id)).toMatchObject({
      state: 'returned',
      failure_code: 'RETURNED',
    });
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2, held: 0 });
    const again = await requestPayout(world, person(world.cooperativeId), 1_00n, {
      obligationId: payout.obligationId,
    });
    expect(again.id).not.toBe(payout.id);
  });

  it('books a return once: a second line of it waits for a person', async () => {
    const payout = await filed();
    await match(await readEntries(world, [entryOf(payout, -1n, '2026-01-21')]));
    const back = await readEntries(world, [
      entryOf(payout, 1n, '2026-01-22'),
      entryOf(payout, 1n, '2026-01-22'),
    ]);
    await match(back);
    const states = (await linesOf(world, back)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['matched', 'new']);
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2 });
  });

  it('books no return of what never went out', async () => {
    const payout = await filed();
    const statementId = await readEntries(world, [entryOf(payout, 1n, '2026-01-23')]);
    await match(statementId);
    expect(await stateOf(payout.id)).toBe('submitted');
    // The debit comes in a later statement; then the credit finds its place.
    await match(await readEntries(world, [entryOf(payout, -1n, '2026-01-23')]));
    await match(statementId);
    expect(await stateOf(payout.id)).toBe('returned');
  });

  it('of one payout that went out twice books once: the other debit waits', async () => {
    const payout = await filed();
    const twice = await readEntries(world, [
      entryOf(payout, -1n, '2026-01-24'),
      entryOf(payout, -1n, '2026-01-24'),
    ]);
    await match(twice);
    const states = (await linesOf(world, twice)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['matched', 'new']);
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 1, held: 0 });
  });

  it('settles what the provider keeps silent about', async () => {
    const payout = await released(world, world.onProvider);
    world.provider.failNext('lost-after');
    await submit(payout.id).catch(() => undefined);
    await match(await readEntries(world, [entryOf(payout, -1n)], ibans.second));
    expect(await stateOf(payout.id)).toBe('settled');
    await world.follow.execute(world.system, { slot: newId() });
    await submit(payout.id);
    expect(await paidTimes(world, payout.id)).toEqual({
      executions: 1,
      transactions: 1,
      held: 0,
    });
  });

  it('explains itself by what the provider settled before, and books nothing twice', async () => {
    const payout = await released(world, world.onProvider);
    await submit(payout.id);
    const statementId = await readEntries(world, [entryOf(payout, -1n)], ibans.second);
    await match(statementId);
    const { transaction_id } = await payoutRow(world, payout.id);
    expect(await linesOf(world, statementId)).toMatchObject([{ state: 'matched', transaction_id }]);
    expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 1, held: 0 });
  });

  it('brings back what the provider settled, and the provider hears nothing of it', async () => {
    const payout = await released(world, world.onProvider);
    await submit(payout.id);
    await match(
      await readEntries(
        world,
        [entryOf(payout, 1n, '2026-01-26'), entryOf(payout, -1n, '2026-01-25')],
        ibans.second,
      ),
    );
    expect(await stateOf(payout.id)).toBe('returned');
    await world.follow.execute(world.system, { slot: newId() });
    await submit(payout.id);
    expect(await stateOf(payout.id)).toBe('returned');
    expect(await paidTimes(world, payout.id)).toMatchObject({ executions: 1, transactions: 2 });
  });

  describe('of what a provider said was returned', () => {
    async function returned(): Promise<PayoutRow> {
      const payout = await released(world, world.onProvider);
      world.provider.failNext('slow');
      await submit(payout.id);
      world.provider.answer(await nameAtBank(world, payout.id), 'returned');
      await world.follow.execute(world.system, { slot: newId() });
      expect(await stateOf(payout.id)).toBe('returned');
      return payout;
    }
    const returnOf = async (id: string) => {
      const [row] = await world.asOwner<{ id: string }>(
        `select id from ledger.transactions where idempotency_key like $1`,
        [`payout:${id}:return:%`],
      );
      return row?.id;
    };

    it('finds its payout, out and back, and books nothing twice', async () => {
      const payout = await returned();
      const lines = [entryOf(payout, 1n, '2026-01-28'), entryOf(payout, -1n, '2026-01-27')];
      const statementId = await readEntries(world, lines, ibans.second);
      await Promise.all([match(statementId), match(statementId)]);
      const { transaction_id: out } = await payoutRow(world, payout.id);
      const back = await returnOf(payout.id);
      const rows = await linesOf(world, statementId);
      const bookedBy = new Set(rows.map(({ transaction_id: by }) => by));
      expect(bookedBy).toEqual(new Set([out, back]));
      for (const row of rows) {
        expect(row).toMatchObject({ state: 'matched', matched_kind: 'payout' });
        await expect(
          world.undoMatch.execute(world.treasurer, { lineId: row.id, because: 'no' }),
        ).rejects.toMatchObject({ code: 'BANK_LINE_FINAL' });
      }
      expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2, held: 0 });
      const more = await readEntries(world, [entryOf(payout, 1n, '2026-01-29')], ibans.second);
      await match(more);
      expect(await linesOf(world, more)).toMatchObject([{ state: 'new' }]);
    });

    it('finds it by a treasurer’s word where it names nothing, each way once', async () => {
      const payout = await returned();
      const { amountMinor } = payout;
      const told = async (minor: bigint, on: string) => {
        const entry = { amountMinor: minor, text: 'No id', on };
        const statementId = await readEntries(world, [entry], ibans.second);
        await match(statementId);
        return (await linesOf(world, statementId))[0]?.id ?? '';
      };
      const because = 'the provider says so';
      const went = await told(-amountMinor, '2026-01-30');
      const out = { lineId: went, payoutIds: [payout.id], because };
      const came = await told(amountMinor, '2026-01-31');
      const back = { lineId: came, payoutId: payout.id, because };
      const { transaction_id: first } = await payoutRow(world, payout.id);
      for (const _ of [1, 2]) {
        expect(await world.assignToPayouts.execute(world.treasurer, out)).toBe(first);
        expect(await world.assignToPayoutReturn.execute(world.treasurer, back)).toBe(
          await returnOf(payout.id),
        );
      }
      expect(await paidTimes(world, payout.id)).toMatchObject({ transactions: 2, held: 0 });
      const twice = { ...back, lineId: await told(amountMinor, '2026-02-01') };
      await expect(
        world.assignToPayoutReturn.execute(world.treasurer, twice),
      ).rejects.toMatchObject({ code: 'PAYOUT_STATE' });
    });
  });
});
