import { defineAction, formatDecimal, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { expenseCategories } from '../expense/expense.js';
import { leastPolicyOf } from '../rule/step-of.js';
import { DecidedPayments } from './decided-payments.js';
import type { OneOff } from './decided-payments.js';

const payload = z.strictObject({
  /** Who is paid: a partner, where its treasurer's bank details say. */
  partnerId: idOf('Partner'),
  /** What for, in a line. */
  purpose: z.string().min(1).max(200),
  category: z.enum(expenseCategories),
  /** Minor units. */
  amountMinor: z.string().regex(/^[1-9]\d{0,14}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** The fund that it comes out of; left out where it comes out of none. */
  fundId: idOf('Fund').nullish(),
  /** The number of the partner's bill, where there is one: nothing else pays it. */
  billNumber: z.string().min(1).max(60).nullish(),
});

/**
 * The members pay a partner once. What members spent themselves they claim, and it is voted on as
 * such: this names nobody.
 */
export const PayOneOffAction = defineAction({
  kind: 'payment.one-off',
  payload,
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  // What lies where today is the books' to say.
  foreseenBy: 'treasury.read-live',
  service: DecidedPayments,

  summary: (terms) =>
    `Pays a partner ${amountOf(oneOff(terms))} for: ${terms.purpose.trim().replace(/\.$/, '')}.`,

  check: (payments, tx, terms) => payments.check(tx, oneOff(terms)),

  async foresee(payments, tx, terms) {
    const payment = oneOff(terms);
    const { amountMinor, currency, fundId } = payment;
    const owed = `The co-operative owes the partner ${amountOf(payment)}.`;
    if (fundId === null) return `${owed} It comes out of no fund.`;
    const { fund, inFundMinor } = await payments.funds.standOf(tx, fundId);
    const from = amountOf({ amountMinor: inFundMinor, currency });
    const to = amountOf({ amountMinor: inFundMinor - amountMinor, currency });
    return `${owed} In ${fund.name}: from ${from} to ${to}.`;
  },

  leastPolicy: (_, tx, terms) => leastPolicyOf(tx, terms.currency, BigInt(terms.amountMinor)),

  // What is paid out of the buffer itself leaves as much in it as the rule asks for.
  requireBuffer: (payments, tx, _terms, buffer) => payments.funds.requireBuffer(tx, buffer),

  run: (payments, tx, terms, decided) => payments.owe(tx, oneOff(terms), decided),
});

function oneOff({ amountMinor, fundId, billNumber, ...terms }: z.infer<typeof payload>): OneOff {
  const optional = { fundId: fundId ?? null, billNumber: billNumber ?? null };
  return { ...terms, ...optional, amountMinor: BigInt(amountMinor) };
}

function amountOf({ amountMinor, currency }: Pick<OneOff, 'amountMinor' | 'currency'>): string {
  return `${formatDecimal(amountMinor, currency)} ${currency}`;
}
