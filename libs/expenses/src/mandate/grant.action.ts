import { defineAction, formatDecimal, idOf, isDay, violates } from '@rochdale/platform';
import { z } from 'zod';
import { leastPolicyOf } from '../rule/step-of.js';
import { expenseCategories } from '../expense/expense.js';
import { Mandates } from './mandates.js';
import { mandatePeriods, mostInAYear, takenUntil } from './mandate.js';
import type { MandateTerms } from './mandate.js';
import { mandateTaken } from './known-mandate.js';

const amount = z.string().regex(/^[1-9]\d{0,14}$/);
const day = z.string().refine(isDay, 'A day of the calendar.');
const payload = z.strictObject({
  /** Its short name, which never changes: `hosting`. */
  key: z.string().max(60),
  title: z.string().max(200),
  partnerId: idOf('Partner'),
  category: z.enum(expenseCategories),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** For how long `capMinor` is, by the calendar. */
  period: z.enum(mandatePeriods),
  /** The most for each period, in minor units. */
  capMinor: amount,
  /** The most in all; left out for as much as the periods come to. */
  totalMinor: amount.nullish(),
  /** Bills of these days are paid under it. */
  startsOn: day,
  endsOn: day,
  /** For how many days after the last one such bills are taken. */
  graceDays: z.int().min(0).max(366),
});

/** The members allow a recurring bill of a partner up to a cap, without a vote on each. */
export const GrantMandateAction = defineAction({
  kind: 'mandate.grant',
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: Mandates,

  summary(terms) {
    const { key, title, startsOn, endsOn } = terms;
    return (
      `Allows bills of a partner under ${title} (${key}): ${capsOf(terms)}, ` +
      `from ${startsOn} to ${endsOn}, handed in until ${takenUntil(terms)}.`
    );
  },

  check: (mandates, tx, terms) => mandates.check(tx, mandateOf(terms)),

  leastPolicy: (_, tx, terms) => leastPolicyOf(tx, terms.currency, mostInAYear(mandateOf(terms))),

  async foresee(_mandates, tx, terms) {
    const { startsOn } = terms;
    const today = await tx.today();
    if (takenUntil(terms) < today) return 'Its time is over: no bill is paid under it.';
    const from = startsOn > today ? `from ${startsOn} on` : 'from now on';
    return (
      `An officer hands in its bills ${from}: what is within the cap needs no vote, and ` +
      'somebody else releases it.'
    );
  },

  async run(mandates, tx, terms, { id }) {
    try {
      await mandates.grant(tx, mandateOf(terms), id);
    } catch (error) {
      throw violates(error, 'mandates_key_unique') ? mandateTaken(error) : error;
    }
  },
});

function mandateOf({ capMinor, totalMinor, ...terms }: z.infer<typeof payload>): MandateTerms {
  const total = typeof totalMinor === 'string' ? BigInt(totalMinor) : null;
  return { ...terms, capMinor: BigInt(capMinor), totalMinor: total };
}

function capsOf({ capMinor, totalMinor, currency, period }: z.infer<typeof payload>): string {
  const of = (minor: string) => `${formatDecimal(BigInt(minor), currency)} ${currency}`;
  const inAll = typeof totalMinor === 'string' ? `, ${of(totalMinor)} in all` : '';
  return `up to ${of(capMinor)} a ${period}${inAll}`;
}
