import { dayOf, daysLater, firstOfMonth, lastOfMonth, startOfDay } from '@rochdale/platform';

/** Something that happens in the demo's year. */
interface Happening {
  readonly at: Date;
  readonly happen: () => Promise<void>;
}

/** The year that ends now, as a list of what happens when. */
export class Calendar {
  readonly #happenings: Happening[] = [];

  constructor(readonly now: Date) {}

  /** A moment so many days before now; 0.5 is twelve hours. */
  before(days: number): Date {
    return daysLater(this.now, -days);
  }

  /** Noon (UTC) of the day so many days before now. */
  noon(daysBefore: number): Date {
    return daysLater(startOfDay(dayOf(this.before(daysBefore))), 0.5);
  }

  /** What lies ahead of now does not happen. */
  on(at: Date, happen: () => Promise<void>): void {
    if (at <= this.now) this.#happenings.push({ at, happen });
  }

  /** In the order of time; what is entered for the same moment, in the order it was entered. */
  inOrder(): readonly Happening[] {
    return this.#happenings.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  }
}

/** A calendar month, its days inclusive. */
export interface Month {
  readonly firstDay: Date;
  readonly lastDay: Date;
}

/** The first day of the month so many months after a day's. */
export function monthStart(day: Date, months = 0): Date {
  return startOfDay(firstOfMonth(dayOf(day), months));
}

/** Every month from one day's to another's. */
export function monthsBetween(from: Date, to: Date): Month[] {
  const months: Month[] = [];
  for (let first = monthStart(from); first <= to; first = monthStart(first, 1)) {
    months.push({ firstDay: first, lastDay: startOfDay(lastOfMonth(dayOf(first))) });
  }
  return months;
}
