import { addDays, firstOfMonth, lastOfMonth, startOfDay } from '@rochdale/platform';

/** A calendar month: what a usage period is. Days are inclusive. */
export interface UsagePeriod {
  readonly startsOn: string;
  readonly endsOn: string;
}

/** The month that a day is in. */
export function monthOf(onDay: string): UsagePeriod {
  return { startsOn: firstOfMonth(onDay), endsOn: lastOfMonth(onDay) };
}

/** The month after. */
export function nextMonth({ endsOn }: UsagePeriod): UsagePeriod {
  return monthOf(addDays(endsOn, 1));
}

/** The moment from which the period's grace is over. */
export function graceOver({ endsOn }: UsagePeriod, graceDays: number): Date {
  return startOfDay(addDays(endsOn, graceDays + 1));
}
