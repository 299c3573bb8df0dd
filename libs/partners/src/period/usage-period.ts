/** A calendar month: what a usage period is. Days are inclusive. */
export interface UsagePeriod {
  readonly startsOn: string;
  readonly endsOn: string;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** The month that a day is in. */
export function monthOf(onDay: string): UsagePeriod {
  const date = new Date(`${onDay}T00:00:00Z`);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    startsOn: day(new Date(Date.UTC(year, month, 1))),
    endsOn: day(new Date(Date.UTC(year, month + 1, 0))),
  };
}

/** The month after. */
export function nextMonth({ endsOn }: UsagePeriod): UsagePeriod {
  return monthOf(day(new Date(new Date(`${endsOn}T00:00:00Z`).getTime() + 86_400_000)));
}

/** The moment from which the period's grace is over. */
export function graceOver({ endsOn }: UsagePeriod, graceDays: number): Date {
  return new Date(new Date(`${endsOn}T00:00:00Z`).getTime() + (graceDays + 1) * 86_400_000);
}
