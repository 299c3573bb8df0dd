import { currencyExponent, addDays, firstOfMonth, lastOfMonth } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';

export const planMonths = [1, 3, 6, 12] as const;

/**
 * What somebody owes of the period in which they joined: all of it, the days from the one on which
 * they joined, the months from the one in which they joined, or nothing before the next period.
 */
export const joiningRules = [
  'full-period',
  'pro-rata-days',
  'pro-rata-months',
  'next-period',
] as const;
export type JoiningRule = (typeof joiningRules)[number];

/** A sliding scale: whoever can gives more, whoever cannot gives less, nobody has to explain. */
export interface PlanTerms {
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly minimumMinor: bigint;
  readonly suggestedMinor: bigint;
  readonly maximumMinor: bigint | null;
  /** How many months a period has. */
  readonly months: number;
  /** What is owed of the period in which somebody joins; all of it when left out. */
  readonly joining?: JoiningRule;
}

/**
 * The most that anybody pledges or is suggested, also where a plan has no maximum. All that is owed
 * is summed in one account of 64 bits: who could pledge what they like would fill it within a few
 * invoices, and then nobody else could be sent theirs.
 */
export const largestPledgeMinor = 10n ** 13n;

/** @throws CodedError INVALID_PLAN, INVALID_CURRENCY */
export function checkPlan(terms: PlanTerms): void {
  const { key, name, minimumMinor, suggestedMinor, maximumMinor, currency, months } = terms;
  currencyExponent(currency);
  const refuse = (message: string, field: string): Error =>
    duesErrors.error('INVALID_PLAN', message, { path: [field] });
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(key)) throw refuse('A key is like standard-monthly.', 'key');
  if (name.trim() === '' || name.length > 100) {
    throw refuse('A name has 1 to 100 characters.', 'name');
  }
  if (!planMonths.some((known) => known === months)) {
    throw refuse('A period is 1, 3, 6 or 12 months.', 'months');
  }
  if (minimumMinor < 0n) throw refuse('The least is zero or more.', 'minimumMinor');
  if (suggestedMinor < minimumMinor)
    throw refuse('The suggestion is in the scale.', 'suggestedMinor');
  if (maximumMinor !== null && maximumMinor < suggestedMinor) {
    throw refuse('The most is not below the suggestion.', 'maximumMinor');
  }
  if ((maximumMinor ?? suggestedMinor) > largestPledgeMinor) {
    const field = maximumMinor === null ? 'suggestedMinor' : 'maximumMinor';
    throw refuse(`Nobody pledges more than ${largestPledgeMinor}.`, field);
  }
}

/**
 * Refuses a plan that nobody could ever pay: in a currency of which there is no account. Before the
 * first account is registered the co-operative's own currency is taken for granted.
 *
 * @throws CodedError INVALID_PLAN
 */
export function checkPayable(
  currency: string,
  { ofAccounts, own }: { readonly ofAccounts: readonly string[]; readonly own: string },
): void {
  const isPayable = ofAccounts.length === 0 ? currency === own : ofAccounts.includes(currency);
  if (isPayable) return;
  throw duesErrors.error('INVALID_PLAN', `No account takes money in ${currency}.`, {
    path: ['currency'],
  });
}

/** @throws CodedError PLEDGE_OUTSIDE_SCALE */
export function checkPledge(
  plan: Pick<PlanTerms, 'minimumMinor' | 'maximumMinor'>,
  amountMinor: bigint,
): void {
  const isInside =
    amountMinor >= plan.minimumMinor && amountMinor <= (plan.maximumMinor ?? largestPledgeMinor);
  if (isInside) return;
  throw duesErrors.error('PLEDGE_OUTSIDE_SCALE', 'The amount is outside the plan’s scale.', {
    path: ['amount'],
    data: {
      minimumMinor: plan.minimumMinor.toString(),
      maximumMinor: plan.maximumMinor?.toString() ?? null,
    },
  });
}

/** A period of a plan: whole months, from the first day to the last one. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/**
 * The period that a day falls into. Periods are calendar months, quarters, halves and years, the
 * same for everybody, so that a year of dues is easy to read.
 */
export function periodOf(onDay: string, months: number): Period {
  const intoPeriod = (Number(onDay.slice(5, 7)) - 1) % months;
  const start = firstOfMonth(onDay, -intoPeriod);
  return { start, end: lastOfMonth(start, months - 1) };
}

/** Months since the year 0, of a day. */
const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

export const monthsOf = ({ start, end }: Period): number =>
  monthNumber(end) - monthNumber(start) + 1;

/**
 * What is still to be claimed of the period that a day falls into. Whoever changes to longer
 * periods has paid some of its months already: those are left out, and the amount is that of the
 * months that remain, rounded down in the member's favour.
 */
export function restOfPeriod(
  onDay: string,
  months: number,
  invoicedUntil: string,
  amountMinor: bigint,
): { readonly period: Period; readonly amountMinor: bigint } {
  const period = periodOf(onDay, months);
  if (invoicedUntil < period.start) return { period, amountMinor };
  const start = addDays(invoicedUntil, 1);
  const rest = { start, end: period.end };
  return { period: rest, amountMinor: (amountMinor * BigInt(monthsOf(rest))) / BigInt(months) };
}

/** Two weeks after the invoice, or after the period's start, whichever is later. */
export function dueOn(issuedOn: string, period: Period): string {
  const from = issuedOn > period.start ? issuedOn : period.start;
  return addDays(from, 14);
}
