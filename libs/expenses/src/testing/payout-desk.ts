import { RegisterBankAccount } from '@rochdale/banking';
import { Ledger, ledgerInvariants } from '@rochdale/ledger';
import { payoutsRoom } from '@rochdale/payouts';
import type { Actor } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import {
  createStatementDesk,
  ibans,
  linesOf,
  readEntries,
} from '../../../banking/src/testing/banking-world.js';
import { roomOf } from '../../../payouts/src/testing/payouts-world.js';
import { statusReportFile } from '../../../payouts/src/testing/status-reports.js';
import { expensesInvariants } from '../expenses.invariants.js';
import { WaivedExpenses } from '../payout/waived-expenses.js';
import { claim, handIn, viewOf } from './expense-world.js';
import type { ExpenseWorld } from './expense-world.js';
import type { ExpenseInput } from '../claim/expense-texts.js';

/** An account of payment files with money on it. */
async function fundedAccount(world: ExpenseWorld, ledger: Ledger) {
  const register = new RegisterBankAccount(world.unitOfWork, ledger, { env: 'test' });
  const account = await register.execute(world.system, {
    holderName: 'Ours',
    label: 'For files',
    accountNumber: ibans.second,
    currency: 'EUR',
    rail: 'test-file',
  });
  await world.unitOfWork.run(world.system, async (tx) => {
    const gifts = await new Chart(ledger).account(tx, 'donation-income', 'EUR');
    await ledger.post(tx, {
      idempotencyKey: 'a start',
      description: 'A donation',
      source: { kind: 'test', id: account.id },
      postings: [
        { accountId: account.ledgerAccountId, amountMinor: 5000_00n },
        { accountId: gifts, amountMinor: -5000_00n },
      ],
    });
  });
  return account;
}

const laws = [...expensesInvariants, ...(payoutsRoom.invariants ?? []), ...ledgerInvariants];

/** What the database has of payouts and files. */
const recordOf = (world: ExpenseWorld) => ({
  /** What the bank knows it by. */
  async nameOf(id: string): Promise<string> {
    const [row] = await world.asOwner<{ name: string }>(
      `select end_to_end_id as name from payments.payouts where id = $1
       union all select message_id from payments.payment_files where id = $1`,
      [id],
    );
    return row?.name ?? id;
  },

  async stateOf(payoutId: string): Promise<string> {
    const [row] = await world.asOwner<{ state: string }>(
      `select concat_ws(' ', state, late_debit) as state from payments.payouts where id = $1`,
      [payoutId],
    );
    return row?.state ?? '';
  },

  async payoutOf(expenseId: string): Promise<string> {
    return (await viewOf(world, expenseId)).payoutId ?? '';
  },

  /** @throws Error when a law of expenses, payouts or the books does not hold */
  async lawful(): Promise<void> {
    for (const { name, sql } of laws) {
      const [broken] = await world.asOwner(sql);
      if (broken !== undefined) throw new Error(`${name}: ${JSON.stringify(broken)}`);
    }
  },
});

type Room = ReturnType<typeof roomOf>;

/** What a treasurer does with payouts of expenses, and who claimed them. */
function clerksOf(world: ExpenseWorld, room: Room, bankAccountId: string) {
  const { treasurer, system } = world;
  const record = recordOf(world);
  return {
    /** An expense of the member that was approved; which it is. */
    async approved(amountMinor: bigint, changes: Partial<ExpenseInput> = {}): Promise<string> {
      const expenseId = await handIn(world, claim(amountMinor, changes));
      await world.approve.execute(treasurer, { expenseId });
      return expenseId;
    },

    async release(expenseId: string): Promise<void> {
      const payoutIds = [await record.payoutOf(expenseId)];
      await room.release.execute(treasurer, { payoutIds, bankAccountId });
    },

    /** Its payout is in a file that the bank may have; which file. */
    async filed(expenseId: string): Promise<string> {
      const [row] = await world.asOwner<{ id: string }>(
        'select payment_file_id as id from payments.payouts where id = $1',
        [await record.payoutOf(expenseId)],
      );
      const paymentFileId = row?.id ?? '';
      await room.writeFile.execute(system, { paymentFileId });
      return paymentFileId;
    },

    heard: (payoutId: string, came: 'settled' | 'failed' | 'reopened') =>
      world.recordPayout.execute(system, { payoutId, came }),

    waive: (expenseId: string) => world.waive.execute(world.member, { expenseId }),

    /** A treasurer's word that a debit was this payout. */
    assign: (lineId: string, payoutId: string) =>
      room.assignToPayouts.execute(treasurer, { lineId, payoutIds: [payoutId], because: 'it is' }),

    undo: (lineId: string) =>
      room.undoMatch.execute(treasurer, { lineId, because: 'it was another' }),
  };
}

/** Somebody says where to be paid, and that has cooled off. */
async function saysWhereToPay(world: ExpenseWorld, room: Room, payee: Actor, holderName: string) {
  await room.setDetails.execute(payee, { holderName, accountNumber: ibans.payee });
  world.clock.advance({ hours: 25 });
}

/** What moves payouts of expenses out of an account of files, and what its bank tells of them. */
export async function payoutDesk(world: ExpenseWorld) {
  const { treasurer, system } = world;
  const ledger = new Ledger();
  const room = roomOf(world, ledger);
  const statements = await createStatementDesk(world.unitOfWork);
  new WaivedExpenses(room.givenBack).onModuleInit();
  const account = await fundedAccount(world, ledger);
  await saysWhereToPay(world, room, world.member, 'Ada Adams');
  const record = recordOf(world);
  const clerks = clerksOf(world, room, account.id);
  let reports = 0;
  return {
    room,
    ledger,
    ...record,
    ...clerks,
    canPay: (payee: Actor) => saysWhereToPay(world, room, payee, 'Ann'),

    /** The bank refuses it, and the expense hears of it. */
    async refused(expenseId: string): Promise<void> {
      await clerks.release(expenseId);
      const paymentFileId = await clerks.filed(expenseId);
      const payoutId = await record.payoutOf(expenseId);
      const names = new Map<string, string>();
      for (const id of [payoutId, paymentFileId]) names.set(id, await record.nameOf(id));
      reports += 1;
      const made = {
        paymentFileId,
        messageId: `R${reports}`,
        transfers: [{ payoutId, status: 'RJCT', reason: 'AC04' }],
      };
      const bytes = statusReportFile(made, (id) => names.get(id) ?? id);
      await room.takeReport.execute(treasurer, { name: 'answer.xml', bytes });
      await clerks.heard(payoutId, 'failed');
    },

    /** A line of the account, and what the matchers made of it. */
    async told(amountMinor: bigint, endToEndId: string) {
      const on = world.clock.now().toISOString().slice(0, 10);
      const entries = [{ amountMinor, endToEndId, on }];
      const statementId = await readEntries({ ...world, ...statements }, entries, ibans.second);
      await room.matchLines.execute(system, { statementId });
      const [line] = await linesOf(world, statementId);
      if (line === undefined) throw new Error('the line is there');
      return line;
    },

    close: () => statements.remove(),
  };
}

export type PayoutDesk = Awaited<ReturnType<typeof payoutDesk>>;
