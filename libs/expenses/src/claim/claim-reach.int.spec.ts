import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalBands } from '../rule/approval-rule.js';
import {
  claim,
  createExpenseWorld,
  decide,
  handIn,
  item,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import type { ExpenseInput } from './expense-texts.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const draft = (changes: Partial<ExpenseInput>) =>
  world.draft.execute(world.member, claim(1_00n, changes));
const adopt = (currency: string, bands: ApprovalBands) =>
  world.adoptRule.execute(world.system, { currency, bands });

describe('what could never be paid', () => {
  it('is refused when it is written: in a currency without an account', async () => {
    const unpayable = { code: 'EXPENSE_UNPAYABLE', path: ['currency'] };
    await expect(draft({ currency: 'JPY' })).rejects.toMatchObject(unpayable);
    const { expenseId } = await draft({});
    const revised = { expenseId, ...claim(1_00n, { currency: 'JPY' }) };
    await expect(world.revise.execute(world.member, revised)).rejects.toMatchObject(unpayable);
    expect(await viewOfOwn(expenseId)).toMatchObject({ currency: 'EUR' });
  });

  it('is in any but its own currency, where the co-operative has no account yet', async () => {
    const { member } = await world.neighbours('weavers');
    expect(await world.draft.execute(member, claim(1_00n))).toMatchObject({ status: 'draft' });
    const dollars = world.draft.execute(member, claim(1_00n, { currency: 'USD' }));
    await expect(dollars).rejects.toMatchObject({ code: 'EXPENSE_UNPAYABLE', path: ['currency'] });
  });

  it.each(['1999-12-31', '9999-12-31', '2026-02-30'])('is of %s', async (incurredOn) => {
    const items = [item(1n), item(1n, { incurredOn })];
    await expect(draft({ items })).rejects.toMatchObject({
      code: 'EXPENSE_INVALID',
      path: ['items', '1', 'incurredOn'],
    });
  });

  it('is to a payee who is not there any more when it is handed in', async () => {
    const payee = { kind: 'partner', id: newId() } as const;
    const { expenseId } = await draft({ payee });
    world.strangers.add(payee.id);
    const unknown = { code: 'PAYEE_UNKNOWN', path: ['payee', 'id'] };
    await expect(world.submit.execute(world.member, { expenseId })).rejects.toMatchObject(unknown);
    await expect(draft({ payee })).rejects.toMatchObject(unknown);
    expect(await viewOfOwn(expenseId)).toMatchObject({ status: 'draft' });
  });

  it('has a receipt that is not there', async () => {
    const items = [item(1n), item(1n, { receiptId: newId() })];
    await expect(draft({ items })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      path: ['items', '1', 'receiptId'],
    });
  });
});

describe('who is alone in an office', () => {
  const secretary = { kind: 'role', role: 'secretary', approvals: 1 } as const;

  it('claims from the next band: nobody decides their own', async () => {
    await adopt('GBP', [
      { upToMinor: '50000', band: secretary, receipts: false },
      { upToMinor: null, band: { kind: 'vote', policyKey: 'expense-large' }, receipts: false },
    ]);
    const pounds = claim(1_00n, { currency: 'GBP' });
    const own = await viewOf(world, await handIn(world, pounds, world.secretary));
    expect(own.band).toEqual({ kind: 'vote', policyKey: 'expense-large' });
    const payee = { kind: 'member', id: world.secretary.memberId ?? '' } as const;
    const paid = await viewOf(world, await handIn(world, { ...pounds, payee }));
    expect(paid.band).toMatchObject({ kind: 'vote' });
    const others = await viewOf(world, await handIn(world, pounds));
    expect(others.band).toEqual(secretary);
  });

  it('is told when handing in that nobody could approve it', async () => {
    await adopt('CHF', [{ upToMinor: null, band: secretary, receipts: false }]);
    const francs = claim(1_00n, { currency: 'CHF' });
    const { expenseId } = await world.draft.execute(world.secretary, francs);
    await expect(world.submit.execute(world.secretary, { expenseId })).rejects.toMatchObject({
      code: 'APPROVAL_OUT_OF_REACH',
      path: ['items'],
    });
    expect(await handIn(world, francs)).toBeDefined();
  });
});

describe('an approval', () => {
  it('says what was read, or is refused', async () => {
    const expenseId = await handIn(world, claim(1_00n));
    const approve = (termsHash?: string | null) =>
      world.approveUnread.execute(world.treasurer, { expenseId, termsHash: termsHash ?? null });
    const required = { code: 'TERMS_HASH_REQUIRED', path: ['termsHash'] };
    await expect(approve()).rejects.toMatchObject(required);
    await expect(approve('0'.repeat(64))).rejects.toMatchObject({
      code: 'EXPENSE_CHANGED',
      path: ['termsHash'],
    });
    const { termsHash } = await viewOf(world, expenseId);
    expect(await approve(termsHash)).toMatchObject({ status: 'approved' });
  });

  it('owes once or not at all when the process dies, on whichever line', async () => {
    const expenseId = await handIn(world, claim(1_00n));
    const { termsHash } = await viewOf(world, expenseId);
    const owed = () =>
      world.asOwner(
        `select 1 from payments.payouts where obligation_id = $1
         union all select 1 from ledger.transactions where source_id = $1::text`,
        [expenseId],
      );
    const deaths = await dyingOnEachLine(
      () => world.approveUnread.execute(world.treasurer, { expenseId, termsHash }),
      async () => {
        expect(await viewOf(world, expenseId)).toMatchObject({ status: 'submitted' });
        expect(await owed()).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(8);
    expect(await owed()).toHaveLength(2);
  });
});

describe('where the payee is to be paid', () => {
  const old = 'FR1420041010050500013M02606';
  const other = 'GB29NWBK60161331926819';
  const saysPay = (accountNumber: string, holderName = 'Ada') =>
    world.setDetails.execute(world.member, { holderName, accountNumber });
  const payee = () => ({ kind: 'member', id: world.member.memberId ?? '' }) as const;
  const follow = () => world.followPayee.execute(world.system, payee());
  const approve = async (expenseId: string, by = world.treasurer) => {
    const { termsHash } = await viewOf(world, expenseId);
    return world.approveUnread.execute(by, { expenseId, termsHash });
  };
  const destinations = (expenseId: string) =>
    world.asOwner<{ paid: string; read: string }>(
      `select p.destination_id as paid, e.destination_id as read from payments.payouts p
       join expenses.expenses e on e.id = p.obligation_id where e.id = $1`,
      [expenseId],
    );

  /** What each of these reads of where it goes. */
  const shownTo = (expenseId: string, readers: readonly Actor[]) =>
    Promise.all(
      readers.map((reader) =>
        world.unitOfWork.read(reader, async (tx) => {
          const [view] = await world.queries.byIds(tx, [expenseId]);
          return view?.destinationMasked;
        }),
      ),
    );

  it('is part of what is approved, and read by the offices once it is owed', async () => {
    const unsaid = await handIn(world, claim(1_00n));
    expect(await viewOf(world, unsaid)).toMatchObject({ destinationMasked: null });
    const { expenseId } = await world.draft.execute(world.member, claim(1_00n));
    await saysPay(old);
    await world.submit.execute(world.member, { expenseId });
    const masked = 'FR14 •••• 2606';
    expect(await viewOfOwn(expenseId)).toMatchObject({ destinationMasked: masked });
    const offices = [world.treasurer, world.secretary];
    expect(await shownTo(expenseId, offices)).toEqual([null, null]);
    // Who approved when nothing was said yet left it to the payee: nothing goes back.
    expect(await follow()).toBe(0);
    expect(await approve(unsaid)).toMatchObject({ status: 'approved' });
    expect(await destinations(unsaid)).toMatchObject([{ paid: expect.any(String), read: null }]);
    await approve(expenseId);
    expect(await shownTo(expenseId, offices)).toEqual([masked, null]);
  });

  it.each([100_00n, 600_00n])('is told to nobody who claims it for them: %i', async (minor) => {
    await saysPay(old);
    const mal = await world.officer(`Mal ${minor}`);
    const { expenseId } = await world.draft.execute(mal, claim(minor, { payee: payee() }));
    const readers = [mal, world.member, world.treasurer, world.secretary];
    expect(await shownTo(expenseId, readers)).toEqual([null, undefined, undefined, undefined]);
    const isKept = 'select 1 from expenses.expenses where id = $1 and destination_id is not null';
    expect(await world.asOwner(isKept, [expenseId])).toEqual([]);
    await world.submit.execute(mal, { expenseId });
    const masked = 'FR14 •••• 2606';
    expect(await shownTo(expenseId, readers)).toEqual([null, masked, null, null]);
    if (minor > 500_00n) return;
    await approve(expenseId);
    expect(await shownTo(expenseId, readers)).toEqual([null, masked, masked, null]);
  });

  it('is told by no fingerprint: handed in, it is another one in any case', async () => {
    const silent = await world.officer('Sil');
    const mal = await world.officer('Mat');
    for (const { memberId } of [silent, world.member]) {
      const named = { kind: 'member', id: memberId ?? '' } as const;
      const { expenseId } = await world.draft.execute(mal, claim(1_00n, { payee: named }));
      const hash = async () =>
        world.unitOfWork.read(mal, async (tx) => {
          const [view] = await world.queries.byIds(tx, [expenseId]);
          return view?.termsHash;
        });
      const before = await hash();
      await world.submit.execute(mal, { expenseId });
      expect(await hash()).not.toBe(before);
    }
  });

  it('is told by no reason: who claimed it hears that it has to be read again', async () => {
    await saysPay(old);
    const mal = await world.officer('Mar');
    const expenseId = await handIn(world, claim(1_00n, { payee: payee() }), mal);
    await saysPay(other);
    expect(await follow()).toBeGreaterThan(0);
    const { status, reason } = await viewOf(world, expenseId);
    expect(status).toBe('needs-information');
    expect(reason).not.toMatch(/paid|payee|account|bank/);
  });

  it('is another one: no approval counts, and the submitter is asked', async () => {
    await adopt('USD', [
      { upToMinor: null, band: { kind: 'role', role: 'treasurer', approvals: 2 }, receipts: false },
    ]);
    await saysPay(old);
    const expenseId = await handIn(world, claim(1_00n, { currency: 'USD' }));
    const before = await viewOf(world, expenseId);
    expect(await approve(expenseId)).toMatchObject({ status: 'submitted' });
    await saysPay(old);
    expect(await follow()).toBe(0);
    await saysPay(old, 'Eve');
    await expect(approve(expenseId, world.second)).rejects.toMatchObject({
      code: 'EXPENSE_CHANGED',
      path: ['termsHash'],
    });
    expect(await follow()).toBe(1);
    expect(await follow()).toBe(0);
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'needs-information' });
    const given = await world.asOwner<{ reason: string | null }>(
      'select void_reason as reason from expenses.approvals where expense_id = $1',
      [expenseId],
    );
    expect(given).toEqual([{ reason: 'it has to be read again' }]);
    await world.submit.execute(world.member, { expenseId });
    expect((await viewOf(world, expenseId)).termsHash).not.toBe(before.termsHash);
    expect(await approve(expenseId)).toMatchObject({ status: 'submitted' });
    expect(await approve(expenseId, world.second)).toMatchObject({ status: 'approved' });
  });

  it('is another one after it was sent back: what was approved before does not count', async () => {
    await saysPay(old);
    const expenseId = await handIn(world, claim(1_00n, { currency: 'USD' }));
    await approve(expenseId);
    const asked = { expenseId, reason: 'For which month?' };
    await world.requestInformation.execute(world.second, asked);
    await saysPay(other);
    await world.submit.execute(world.member, { expenseId });
    expect(await approve(expenseId, world.second)).toMatchObject({ status: 'submitted' });
    expect(await approve(expenseId)).toMatchObject({ status: 'approved' });
  });

  it('is another one during a vote: it is called off, and another is asked for', async () => {
    await saysPay(old);
    const expenseId = await handIn(world, claim(600_00n));
    const first = (await viewOf(world, expenseId)).proposalId;
    await saysPay(other);
    expect(await follow()).toBe(1);
    const [vote] = await world.asOwner(`select state from governance.proposals where id = $1`, [
      first,
    ]);
    expect(vote).toEqual({ state: 'cancelled' });
    await world.submit.execute(world.member, { expenseId });
    const again = await viewOf(world, expenseId);
    expect(again.proposalId).not.toBe(first);
    const masked = ['GB29 •••• 6819', null];
    expect(await shownTo(expenseId, [world.member, world.secretary])).toEqual(masked);
  });

  it('is another one after the vote: what is owed goes where was read, or not at all', async () => {
    await saysPay(old);
    const expenseId = await handIn(world, claim(600_00n));
    const proposalId = await decide(world, expenseId, ['agree', 'agree', 'agree']);
    await saysPay(other);
    expect(await follow()).toBe(0);
    await world.executeVote.execute(world.system, { proposalId });
    const [owed] = await destinations(expenseId);
    expect(owed?.paid).toBe(owed?.read);
    const change = world.asOwner(
      'update expenses.expenses set destination_id = gen_random_uuid() where id = $1',
      [expenseId],
    );
    await expect(change).rejects.toThrow(/was approved/);
  });
});

async function viewOfOwn(expenseId: string) {
  const [view] = await world.unitOfWork.read(world.member, (tx) =>
    world.queries.byIds(tx, [expenseId]),
  );
  return view;
}
