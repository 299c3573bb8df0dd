import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Chart, Funds } from '@rochdale/treasury';
import { Mandates } from '../mandate/mandates.js';
import { SubmitBill } from '../mandate/submit-bill.js';
import type { SubmitBillInput } from '../mandate/submit-bill.js';
import { OwedBills } from '../one-off/owed-bills.js';
import { TakenBackDebts } from '../take-back/taken-back-debts.js';
import { VoidBill } from '../take-back/void-bill.js';
import { claim } from './expense-world.js';
import type { ExpenseWorld } from './expense-world.js';

export interface Granted {
  readonly key: string;
  readonly partnerId: string;
}

/** A member's claim that names a bill of the mandate's partner. */
export const naming = ({ partnerId }: Granted, number: string) =>
  claim(5_00n, { bill: { partnerId, number } });

const hosting = {
  title: 'Hosting',
  category: 'hosting',
  currency: 'EUR',
  period: 'month',
  capMinor: 100_00n,
  totalMinor: null,
  startsOn: '2025-12-01',
  graceDays: 10,
} as const;

/** Mandates of a test, and what officers do with their bills. */
export function mandateDesk(world: ExpenseWorld) {
  const { approved, ledger, payees, submission, texts } = world.inside;
  const { directory } = world.useCases;
  const bills = new OwedBills(texts, approved, payees);
  const submit = new SubmitBill(world.unitOfWork, bills, texts, submission, directory);
  const funds = new Funds(ledger, new Chart(ledger));
  const debts = new TakenBackDebts(world.payouts, funds, directory);
  const mandates = new Mandates(payees, world.votesRead);
  let granted = 0;
  return {
    submit,
    debts,

    /** Up to 100 EUR a month from December to February, taken for ten days more. */
    async grant({ endsOn = '2026-02-28' }: { readonly endsOn?: string } = {}): Promise<Granted> {
      granted += 1;
      const mandate = { key: `hosting-${granted}`, partnerId: newId() };
      const terms = { ...hosting, ...mandate, endsOn };
      await world.unitOfWork.run(world.system, (tx) => mandates.grant(tx, terms, newId()));
      return mandate;
    },

    bill({ key }: Granted, number: string, more: Partial<SubmitBillInput> = {}) {
      const usual = { key, number, billedOn: '2025-12-30', amountMinor: 60_00n };
      return submit.execute(world.treasurer, { ...usual, ...more });
    },

    voiding(expenseId: string, by: Actor = world.second) {
      const terms = { expenseId, reason: 'Of another month' };
      return new VoidBill(world.unitOfWork, debts).execute(by, terms);
    },
  };
}

export type MandateDesk = ReturnType<typeof mandateDesk>;
