import { addDays } from '../kernel/day.js';
import type { Day } from '../kernel/day.js';

interface Term {
  /** In words, for whom it is about. */
  readonly said: string;
  readonly days?: number;
  /** Whole years after the one in which it was made, by the law of books of a country. */
  readonly years?: Readonly<Record<string, number>>;
}

/** Where nobody said in which country, and where the law is not known: the longest. */
const longestYears = 10;

/**
 * How long something is kept, by name. A term without days or years is ended by an event. Where the
 * database keeps rows for years of the calendar, a leap day may be among them.
 */
export const terms = {
  membership: { said: 'until the member is erased, who left or was excluded' },
  account: { said: 'until the account is erased' },
  decisions: { said: 'as long as the co-operative, without what leads to the person' },
  books: {
    said: 'as long as the law of books says',
    years: { AU: 7, DE: 10, GB: 6 },
  },
  vouchers: {
    said: 'as long as the law of vouchers says',
    years: { AU: 7, DE: 8, GB: 6 },
  },
  applications: { said: 'six months after the decision', days: 183 },
  invitations: { said: 'thirty days after it is over', days: 30 },
  'sealed-reasons': { said: 'ninety days after the decision', days: 90 },
  letters: { said: 'thirty days', days: 30 },
  'sign-in': { said: 'until it is over' },
  credentials: { said: 'until it is taken back, and a year', days: 365 },
  jobs: { said: 'thirty days after the job ended', days: 30 },
  audit: { said: 'three years, and what is of the books as long as they', days: 3 * 365 + 1 },
  usage: { said: 'two years after the month was settled', days: 2 * 365 },
  looks: { said: 'two years', days: 2 * 365 + 1 },
  served: { said: 'until it has served' },
} as const satisfies Readonly<Record<string, Term>>;
export type TermName = keyof typeof terms;

/** The years of each country that is known, for the schedule. */
export function yearsOf(term: TermName): Readonly<Record<string, number>> | null {
  const { years }: Term = terms[term];
  return years === undefined ? null : { ...years, 'any other': longestYears };
}

/**
 * What is of before this day has been kept long enough; null when no day says so.
 *
 * @param country ISO 3166-1, two letters; null when nobody said
 */
export function keptSince(
  term: TermName,
  { today, country }: { readonly today: Day; readonly country: string | null },
): Day | null {
  const { days, years }: Term = terms[term];
  if (days !== undefined) return addDays(today, -days);
  if (years === undefined) return null;
  // The years begin at the end of the one in which it was made.
  const kept = (country === null ? undefined : years[country]) ?? longestYears;
  return `${Number(today.slice(0, 4)) - kept}-01-01`;
}
