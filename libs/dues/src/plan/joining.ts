import { addDays, daysBetween, firstOfMonth } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { monthsOf, periodOf, restOfPeriod } from './plan.js';
import type { JoiningRule, Period } from './plan.js';

/** A span that is claimed, and what for. */
export interface Claimed {
  readonly period: Period;
  readonly amountMinor: bigint;
}

/** What a plan and a member's past say of the claim of a period. */
export interface ClaimTerms {
  readonly joining: JoiningRule;
  readonly months: number;
  /** The day from which they are a member; null when nobody knows. */
  readonly joinedOn: Day | null;
  /** The last day that was claimed before; empty for none. */
  readonly invoicedUntil: string;
  /** What a whole period costs. */
  readonly amountMinor: bigint;
}

/**
 * What is claimed of the period that a day falls into; null when nothing is. Parts are rounded
 * down, in the member's favour.
 */
export function claimOf(onDay: Day, terms: ClaimTerms): Claimed | null {
  const { joining, months, joinedOn, invoicedUntil, amountMinor } = terms;
  const period = periodOf(onDay, months);
  if (invoicedUntil >= period.end) return null;
  const joinsWithin = joinedOn !== null && joinedOn > period.start && joinedOn <= period.end;
  if (invoicedUntil >= period.start || !joinsWithin) {
    return restOfPeriod(onDay, months, invoicedUntil, amountMinor);
  }
  if (joining === 'next-period') return null;
  const start = startOf(joining, joinedOn, period);
  const part = { start, end: period.end };
  const share = joining === 'pro-rata-days' ? shareByDays : shareByMonths;
  return { period: part, amountMinor: share(part, months, amountMinor) };
}

function startOf(rule: Exclude<JoiningRule, 'next-period'>, joinedOn: Day, period: Period): Day {
  if (rule === 'full-period') return period.start;
  return rule === 'pro-rata-days' ? joinedOn : firstOfMonth(joinedOn);
}

/** What of a whole period's amount a part costs that reaches to the end of the period. */
export function shareOf(part: Period, months: number, amountMinor: bigint): bigint {
  const share = part.start.endsWith('-01') ? shareByMonths : shareByDays;
  return share(part, months, amountMinor);
}

const shareByMonths = (part: Period, months: number, amountMinor: bigint): bigint =>
  (amountMinor * BigInt(monthsOf(part))) / BigInt(months);

const shareByDays = (part: Period, months: number, amountMinor: bigint): bigint =>
  (amountMinor * daysOf(part)) / daysOf(periodOf(part.end, months));

const daysOf = ({ start, end }: Period): bigint => BigInt(daysBetween(start, addDays(end, 1)));
