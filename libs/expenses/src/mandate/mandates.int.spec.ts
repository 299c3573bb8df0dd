import { newId } from '@rochdale/platform';
import { dyingOnEachLine, inOrder } from '@rochdale/testing';
import { Chart, Funds } from '@rochdale/treasury';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  claim,
  createExpenseWorld,
  factsOf,
  handIn,
  item,
  receiptOf,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { mandateDesk, naming } from '../testing/mandate-desk.js';
import type { Granted, MandateDesk } from '../testing/mandate-desk.js';
import { payoutDesk } from '../testing/payout-desk.js';
import type { PayoutDesk } from '../testing/payout-desk.js';
import { EndMandateAction } from './end.action.js';
import { MandateQueries } from './mandate.queries.js';
import type { SubmitBillInput } from './submit-bill.js';

let world: ExpenseWorld;
let desk: PayoutDesk;
let mandates: MandateDesk;
beforeAll(async () => {
  world = await createExpenseWorld();
  desk = await payoutDesk(world);
  mandates = mandateDesk(world);
});
afterAll(async () => {
  await desk.close();
  await world.close();
});
afterEach(() => desk.lawful());

const grant = (more?: { readonly endsOn?: string }) => mandates.grant(more);
const bill = (mandate: Granted, number: string, more?: Partial<SubmitBillInput>) =>
  mandates.bill(mandate, number, more);
const coded = (code: string) => expect.objectContaining({ code }) as Error;
const billsOf = ({ key }: Granted) =>
  world.asOwner<{ state: string; minor: string }>(
    `select b.state, b.amount_minor::text as minor from expenses.mandate_bills b
     join expenses.mandates m on m.id = b.mandate_id where m.key = $1 order by b.id`,
    [key],
  );
const payoutsOf = (expenseId: string) =>
  world.asOwner<{ state: string; by: string | null }>(
    `select state, entered_by_account_id as by from payments.payouts where obligation_id = $1
     order by requested_at, id`,
    [expenseId],
  );
const rowOf = ({ key }: Granted) => `select from expenses.mandates where key = '${key}'`;
const voiding = (expenseId: string, by = world.second) => mandates.voiding(expenseId, by);

describe('a bill under a mandate', () => {
  it('is owed once whenever the process dies, and the others are told', async () => {
    const mandate = await grant();
    const ids: string[] = [];
    const deaths = await dyingOnEachLine(
      async () => ids.push((await bill(mandate, '1')).expenseId),
      async () => {
        expect(await billsOf(mandate)).toEqual([]);
        const left = 'select id from expenses.expenses where payee_id = $1';
        expect(await world.asOwner(left, [mandate.partnerId])).toEqual([]);
      },
    );
    expect(deaths).toBeGreaterThan(10);
    const [expenseId = ''] = ids;
    expect(await billsOf(mandate)).toEqual([{ state: 'owed', minor: '6000' }]);
    const told = (await factsOf(world, expenseId)).find(({ type }) => type === 'BillAwaitsRelease');
    expect(told?.data).toMatchObject({ officerMemberIds: [world.second.memberId] });
    await expect(bill(mandate, ' 1 ')).rejects.toThrow(coded('BILL_KNOWN'));
  });

  it('is never released by who entered it, also when it is asked for again', async () => {
    const mandate = await grant();
    const { expenseId } = await bill(mandate, '1');
    const entered = { by: world.treasurer.accountId };
    expect(await payoutsOf(expenseId)).toEqual([{ state: 'approved', ...entered }]);
    const payoutId = await desk.payoutOf(expenseId);
    await world.cancelPayout.execute(world.second, { payoutId });
    await desk.heard(payoutId, 'failed');
    await world.retryPayout.execute(world.second, { expenseId });
    const again = { state: 'approved', ...entered };
    expect(await payoutsOf(expenseId)).toEqual([{ state: 'cancelled', ...entered }, again]);
    await expect(
      world.asOwner(
        `update payments.payouts set released_by_account_id = entered_by_account_id
         where obligation_id = $1`,
        [expenseId],
      ),
    ).rejects.toThrow('payouts_entered_check');
    await expect(
      world.asOwner(`update payments.payouts set entered_by_account_id = null`),
    ).rejects.toThrow('does not change');
  });

  it('is not paid by a claim as well, whoever comes first', async () => {
    const mandate = await grant();
    await bill(mandate, 'RE-007');
    const late = await world.draft.execute(world.member, naming(mandate, ' re\u2011007'));
    await expect(world.submit.execute(world.member, late)).rejects.toThrow(coded('BILL_KNOWN'));
    const other = await world.draft.execute(world.member, naming(mandate, 'RE-07'));
    await world.submit.execute(world.member, other);
    await expect(bill(mandate, 're-07')).rejects.toThrow(coded('BILL_KNOWN'));
    const revised = { ...naming(mandate, 'RE-007'), expenseId: other.expenseId };
    await expect(world.revise.execute(world.member, revised)).rejects.toThrow(coded('BILL_KNOWN'));
    const draft = await world.draft.execute(world.member, naming(mandate, 'RE-008'));
    const both = await Promise.allSettled([
      world.submit.execute(world.member, draft),
      bill(mandate, 'RE-008', { amountMinor: 1_00n }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'BILL_KNOWN' },
    });
  });

  it('is among the terms of a claim: what was read of another bill approves nothing', async () => {
    const mandate = await grant();
    const expenseId = await handIn(world, naming(mandate, 'A'));
    const { termsHash } = await viewOf(world, expenseId);
    await world.revise.execute(world.member, { ...naming(mandate, 'B'), expenseId });
    const late = world.approveUnread.execute(world.treasurer, { expenseId, termsHash });
    await expect(late).rejects.toThrow(coded('EXPENSE_CHANGED'));
    expect((await viewOf(world, expenseId)).termsHash).not.toBe(termsHash);
    const same = { ...naming(mandate, ' b '), expenseId };
    const { termsHash: read } = await viewOf(world, expenseId);
    await world.revise.execute(world.member, same);
    const approval = world.approveUnread.execute(world.treasurer, { expenseId, termsHash: read });
    expect(await approval).toMatchObject({ status: 'approved' });
  });

  it('stays within the cap of its month; what is above is a claim, once', async () => {
    const mandate = await grant();
    const both = await Promise.all([bill(mandate, '1'), bill(mandate, '2')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['approved', 'submitted']);
    expect((await billsOf(mandate)).map(({ state }) => state).toSorted()).toEqual([
      'claimed',
      'owed',
    ]);
    const number = both[0].status === 'submitted' ? '1' : '2';
    const { expenseId } = both[0].status === 'submitted' ? both[0] : both[1];
    expect(await viewOf(world, expenseId)).toMatchObject({ billNumber: number, payoutId: null });
    await world.withdraw.execute(world.treasurer, { expenseId });
    const small = { amountMinor: 1_00n };
    await expect(bill(mandate, number, small)).rejects.toThrow(coded('BILL_KNOWN'));
    await handIn(world, naming(mandate, number));
    const rest = await bill(mandate, '3', { amountMinor: 40_00n });
    expect(rest).toMatchObject({ status: 'approved' });
    const above = await bill(mandate, '4', { amountMinor: 1n });
    expect(above).toMatchObject({ status: 'submitted' });
  });

  it('keeps its number above the cap however its claim is revised, and is paid once', async () => {
    const mandate = await grant();
    const { expenseId } = await bill(mandate, '9', { amountMinor: 200_00n });
    const payee = { kind: 'partner', id: mandate.partnerId } as const;
    const revised = { ...claim(190_00n), payee, expenseId };
    expect(revised).not.toHaveProperty('bill');
    await world.revise.execute(world.treasurer, revised);
    expect(await viewOf(world, expenseId)).toMatchObject({ billNumber: '9', amountMinor: 190_00n });
    for (const other of [null, { number: '8' }]) {
      const late = world.revise.execute(world.treasurer, { ...revised, bill: other });
      await expect(late).rejects.toThrow(coded('EXPENSE_INVALID'));
    }
    await expect(handIn(world, naming(mandate, '9'))).rejects.toThrow(coded('BILL_KNOWN'));
    await world.revise.execute(world.treasurer, { ...revised, bill: { number: ' 9 ' } });
    await expect(
      world.asOwner('update expenses.expenses set bill_partner_id = $2 where id = $1', [
        expenseId,
        newId(),
      ]),
    ).rejects.toThrow('keeps its bill');
  });

  it('is named by a claim that is revised until its submitter takes the number out', async () => {
    const mandate = await grant();
    const draft = await world.draft.execute(world.member, naming(mandate, '1'));
    await world.revise.execute(world.member, { ...claim(6_00n), ...draft });
    await world.submit.execute(world.member, draft);
    await world.revise.execute(world.member, { ...claim(7_00n), ...draft });
    const { expenseId } = draft;
    expect(await viewOf(world, expenseId)).toMatchObject({ billNumber: '1', amountMinor: 7_00n });
    await expect(bill(mandate, '1')).rejects.toThrow(coded('BILL_KNOWN'));
    await world.revise.execute(world.member, { ...claim(7_00n), ...draft, bill: null });
    expect(await viewOf(world, expenseId)).toMatchObject({ billNumber: null });
    expect(await bill(mandate, '1')).toMatchObject({ status: 'approved' });
  });

  it('is owed or refused where members end its mandate meanwhile, and stays owed', async () => {
    const elected = { memberIds: [], termMonths: 0, until: null };
    const decided = { id: newId(), actionId: newId(), subject: null, ruleHash: '', elected };
    const end = ({ key }: Granted) =>
      world.unitOfWork.run(world.system, (tx) =>
        world.actions.run(tx, EndMandateAction.of({ key }), decided),
      );
    const [before, after] = [await grant(), await grant()];
    const ids: string[] = [];
    const billing = async () => ids.push((await bill(before, '1')).expenseId);
    expect(await inOrder(world, rowOf(before), billing, () => end(before))).toEqual([
      'done',
      'done',
    ]);
    expect(await payoutsOf(ids[0] ?? '')).toMatchObject([{ state: 'approved' }]);
    const late = () => bill(after, '1');
    expect(await inOrder(world, rowOf(after), () => end(after), late)).toEqual([
      'done',
      'MANDATE_OVER',
    ]);
    await expect(end(after)).rejects.toThrow(coded('MANDATE_OVER'));
  });

  it('is of its own co-operative, and of a partner that is one', async () => {
    const mandate = await grant();
    const others = await world.neighbours('weavers');
    const { key, partnerId } = mandate;
    const terms = { key, number: '1', billedOn: '2025-12-30', amountMinor: 1n };
    const foreign = mandates.submit.execute(others.treasurer, terms);
    await expect(foreign).rejects.toThrow(coded('MANDATE_NOT_FOUND'));
    const { expenseId } = await bill(mandate, '1');
    await expect(voiding(expenseId, others.treasurer)).rejects.toThrow(coded('EXPENSE_NOT_FOUND'));
    world.strangers.add(partnerId);
    await expect(bill(mandate, '2')).rejects.toThrow(coded('PAYEE_UNKNOWN'));
    expect(await billsOf(mandate)).toHaveLength(1);
  });

  it('is handed in with the receipt that the rule of approval asks for', async () => {
    const mandate = await grant();
    await world.adoptRule.execute(world.founder, {
      currency: 'EUR',
      bands: [
        {
          upToMinor: null,
          band: { kind: 'role', role: 'treasurer', approvals: 1 },
          receipts: true,
        },
      ],
    });
    await expect(bill(mandate, '1')).rejects.toThrow(coded('RECEIPT_REQUIRED'));
    const receiptId = await receiptOf(world, world.treasurer);
    expect(await bill(mandate, '1', { receiptId })).toMatchObject({ status: 'approved' });
    await world.asOwner('update expenses.approval_rules set retired_at = now()');
  });

  it('is taken of its days alone, for the days of grace, and until members end it', async () => {
    const mandate = await grant({ endsOn: '2025-12-30' });
    for (const billedOn of ['2025-11-30', '2025-12-31']) {
      await expect(bill(mandate, '1', { billedOn })).rejects.toThrow(coded('MANDATE_OVER'));
    }
    const ended = await grant();
    await world.asOwner(
      `update expenses.mandates set ended_at = now(), ended_by_proposal_id = id where key = $1`,
      [ended.key],
    );
    await expect(bill(ended, '1')).rejects.toThrow(coded('MANDATE_OVER'));
    const late = await grant({ endsOn: '2025-12-30' });
    world.clock.advance({ days: 30 });
    await expect(bill(late, '1')).rejects.toThrow(coded('MANDATE_OVER'));
    const insert = ({ key }: Granted, handedIn: string) =>
      world.asOwner(
        `insert into expenses.mandate_bills (id, cooperative_id, mandate_id, expense_id, partner_id,
           bill_hash, state, billed_on, handed_in_on, period_start, amount_minor)
         select gen_random_uuid(), cooperative_id, id, null, partner_id, repeat('0', 64), 'claimed',
           '2025-12-30', $2, '2025-12-01', 1 from expenses.mandates where key = $1`,
        [key, handedIn],
      );
    await expect(insert(late, '2026-01-10')).rejects.toThrow('no mandate is in force');
    await expect(insert(ended, '2025-12-30')).rejects.toThrow('no mandate is in force');
    await insert(late, '2026-01-09');
  });
});

describe('a bill that is past every check', () => {
  it('is within the caps, in the currency and of the co-operative for the database', async () => {
    const mandate = await grant();
    await bill(mandate, '1');
    await bill(mandate, '2', { amountMinor: 40_00n });
    const rows = await world.asOwner<{ row: object }>(
      `select to_jsonb(b) as row from expenses.mandate_bills b
       join expenses.mandates m on m.id = b.mandate_id where m.key = $1 order by b.id`,
      [mandate.key],
    );
    const unguarded = async (...changes: readonly string[]) => {
      await world.asOwner('set session_replication_role = replica');
      try {
        for (const change of changes) await world.asOwner(change, [mandate.key]);
      } finally {
        await world.asOwner('set session_replication_role = origin');
      }
    };
    const again = (nth: number, by = world.cooperativeId) =>
      world.asApplication(
        `insert into expenses.mandate_bills
         select (jsonb_populate_record(null::expenses.mandate_bills, $1)).*`,
        [{ ...rows[nth]?.row, cooperative_id: by }],
        by,
      );
    const granted = (set: string) => `update expenses.mandates set ${set} where key = $1`;
    await unguarded(
      `delete from expenses.mandate_bills b using expenses.mandates m
       where m.id = b.mandate_id and m.key = $1`,
      granted(`currency = 'USD'`),
    );
    await expect(again(0)).rejects.toThrow('what its decision owes');
    await unguarded(granted(`currency = 'EUR', cap_minor = 9999`));
    const { cooperativeId } = await world.neighbours('knitters');
    await expect(again(0, cooperativeId)).rejects.toThrow('no mandate is in force');
    const both = [() => again(0), () => again(1)] as const;
    expect(await inOrder(world, rowOf(mandate), ...both)).toEqual(['done', '23001']);
    await unguarded(
      granted(`total_minor = 9999, starts_on = '2025-11-01'`),
      `update expenses.mandate_bills b set billed_on = '2025-11-30', period_start = '2025-11-01'
       from expenses.mandates m where m.id = b.mandate_id and m.key = $1`,
    );
    await expect(again(1)).rejects.toThrow('within the caps');
    await unguarded(granted('total_minor = null'));
    await again(1);
  });
});

describe('a bill that was entered wrong', () => {
  it('is voided by another officer, counts no more, and keeps its number', async () => {
    const mandate = await grant();
    const { expenseId } = await bill(mandate, '1');
    await expect(voiding(expenseId, world.treasurer)).rejects.toThrow(coded('VOIDED_BY_ANOTHER'));
    await expect(voiding(expenseId, world.member)).rejects.toThrow(coded('FORBIDDEN'));
    const claimed = await handIn(world, claim(5_00n));
    await expect(voiding(claimed)).rejects.toThrow(coded('EXPENSE_NOT_FOUND'));
    const deaths = await dyingOnEachLine(
      () => voiding(expenseId),
      async () => expect(await viewOf(world, expenseId)).toMatchObject({ status: 'approved' }),
    );
    expect(deaths).toBeGreaterThan(5);
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'voided' });
    const told = (await factsOf(world, expenseId)).find(({ type }) => type === 'DebtVoided');
    // Who voided it knows.
    expect(told?.data).toMatchObject({ memberIds: [world.treasurer.memberId] });
    expect(await payoutsOf(expenseId)).toMatchObject([{ state: 'cancelled' }]);
    await expect(voiding(expenseId)).rejects.toThrow(coded('EXPENSE_STATUS_CONFLICT'));
    const all = await bill(mandate, '2', { amountMinor: 100_00n });
    expect(all).toMatchObject({ status: 'approved' });
    await expect(bill(mandate, '1')).rejects.toThrow(coded('BILL_KNOWN'));
    const late = await world.draft.execute(world.member, naming(mandate, '1'));
    await expect(world.submit.execute(world.member, late)).rejects.toThrow(coded('BILL_KNOWN'));
    await expect(
      world.asOwner(`update expenses.mandate_bills set state = 'owed' where expense_id = $1`, [
        expenseId,
      ]),
    ).rejects.toThrow('stays as it was handed in');
    await expect(
      world.asOwner(`update expenses.expenses set bill_freed_at = now() where status = 'approved'`),
    ).rejects.toThrow('expenses_bill_freed_check');
  });

  it('is locked after the turn with funds: who has it may lock the bill as well', async () => {
    const { expenseId } = await bill(await grant(), 'turn');
    const funds = new Funds(world.inside.ledger, new Chart(world.inside.ledger));
    let isFree: unknown[] = [];
    let voided: Promise<unknown> = Promise.resolve();
    await world.unitOfWork.run(world.system, async (tx) => {
      await funds.takeTurn(tx);
      voided = voiding(expenseId);
      const waits = `select from pg_locks where locktype = 'advisory' and not granted`;
      const holds = `select from pg_stat_activity where wait_event_type = 'Lock'`;
      while ((await world.asOwner(`${waits} union all ${holds}`)).length === 0);
      isFree = await world.asOwner(
        'select id from expenses.expenses where id = $1 for update skip locked',
        [expenseId],
      );
    });
    expect(isFree).toHaveLength(1);
    await expect(voided).resolves.toMatchObject({ status: 'voided' });
  });

  it('is voided when its money did not go, and then is not paid', async () => {
    const { expenseId } = await bill(await grant(), '1', { billedOn: '2025-12-29' });
    const payoutId = await desk.payoutOf(expenseId);
    await world.cancelPayout.execute(world.second, { payoutId });
    await desk.heard(payoutId, 'failed');
    expect(await voiding(expenseId)).toEqual({ expenseId, status: 'voided' });
    const again = world.retryPayout.execute(world.second, { expenseId });
    await expect(again).rejects.toThrow(coded('EXPENSE_STATUS_CONFLICT'));
    const paid = await handIn(world, claim(5_00n, { items: [item(5_00n)] }));
    await expect(
      world.asOwner(`update expenses.expenses set status = 'voided' where id = $1`, [paid]),
    ).rejects.toThrow('cannot become voided');
  });
});

it('a mandate has the same sums for each of its expenses that are listed', async () => {
  const mandate = await grant();
  const billedOn = await world.unitOfWork.read(world.second, (tx) => tx.today());
  const ids: string[] = [];
  for (let nth = 1; nth <= 9; nth += 1) {
    const ten = { amountMinor: 10_00n, billedOn };
    ids.push((await bill(mandate, `${nth}`, ten)).expenseId);
  }
  const { directory } = world.useCases;
  const queries = new MandateQueries(directory, world.payouts);
  const found = await world.unitOfWork.read(world.second, (tx) => queries.ofExpenses(tx, ids));
  expect([...found.keys()].toSorted()).toEqual(ids.toSorted());
  for (const { key, leftMinor } of found.values()) {
    expect([key, leftMinor]).toEqual([mandate.key, 10_00n]);
  }
});

it('a bill is taken until its last day is over where the co-operative is', async () => {
  const mandate = await grant({ endsOn: '2026-03-19' });
  const of = (number: string) => bill(mandate, number, { billedOn: '2026-03-19' });
  // Clocks went forward there that morning: the day ends an hour sooner.
  world.clock.set(new Date('2026-03-29T21:59:59.999Z'));
  expect(await of('1')).toMatchObject({ status: 'approved' });
  world.clock.set(new Date('2026-03-29T22:00:00.000Z'));
  await expect(of('2')).rejects.toThrow(coded('MANDATE_OVER'));
});
