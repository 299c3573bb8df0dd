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

/** Nobody needs books for longer, and a slip of the keyboard would keep them for ever. */
export const mostYears = 30;

/**
 * How long something is kept, by name. A term without days or years is ended by an event. Where the
 * database keeps rows for years of the calendar, a leap day may be among them.
 */
export const terms = {
  membership: {
    said:
      'until the member is erased, who left or was excluded, and at the latest as long as the ' +
      'law of registers of members says from then on',
    // Genossenschaftsgesetz § 30; Companies Act 2006 s. 121; Corporations Act 2001 s. 169.
    years: { AU: 7, DE: 3, GB: 10 },
  },
  account: {
    said:
      'until the account is erased; of one that belongs nowhere a year after it was last used, ' +
      'and thirty days after a letter said so, or seven days where its address was never confirmed',
  },
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
  'never-owed': {
    said: 'ninety days after it was taken back or declined, where nothing of it was ever owed',
    days: 90,
  },
  invitations: { said: 'thirty days after it is over', days: 30 },
  'sealed-reasons': { said: 'ninety days after the decision', days: 90 },
  unanswered: { said: 'a year after it was written, where nobody decided', days: 365 },
  refusals: { said: 'thirty days after it was refused, unless it comes again', days: 30 },
  'let-go': {
    said: 'a week after it was taken out again, or uploaded and attached to nothing',
    days: 7,
  },
  delegations: { said: 'thirty days after it is over', days: 30 },
  letters: { said: 'thirty days', days: 30 },
  'sign-in': { said: 'until it is over' },
  credentials: { said: 'until it is taken back, and a year', days: 365 },
  pseudonyms: { said: 'a year after it was given up', days: 366 },
  jobs: { said: 'thirty days after the job was done, or given up and told', days: 30 },
  audit: { said: 'three years, and what is of the books as long as they', days: 3 * 365 + 1 },
  usage: {
    said: 'two years after the month was settled, or the receipt of what no month counted',
    days: 2 * 365,
  },
  looks: { said: 'two years', days: 2 * 365 + 1 },
  served: { said: 'until it has served' },
} as const satisfies Readonly<Record<string, Term>>;
export type TermName = keyof typeof terms;

/**
 * For how many days nobody has used an account that goes, and belongs nowhere; and how many days
 * before whoever has it is told, where the address was confirmed.
 */
export const idleDays = { confirmed: 366, unconfirmed: 7, toldBefore: 30 } as const;

/** The years of each country that is known, for the schedule. */
export function yearsOf(term: TermName): Readonly<Record<string, number>> | null {
  const { years }: Term = terms[term];
  return years === undefined ? null : { ...years, 'any other': longestYears };
}

/** For how many whole years the law of a country has it kept at least; null where none counts. */
export function leastYears(term: TermName, country: string | null): number | null {
  const { years }: Term = terms[term];
  if (years === undefined) return null;
  return (country === null ? undefined : years[country]) ?? longestYears;
}

/**
 * For how many whole years it is kept: as the law has it, or longer where the co-operative chose
 * so. Null where years do not count.
 */
export function keptYears(
  term: TermName,
  { country, chosen = null }: { readonly country: string | null; readonly chosen?: number | null },
): number | null {
  const least = leastYears(term, country);
  return least === null ? null : Math.max(least, chosen ?? 0);
}

/**
 * What is of before this day has been kept long enough; null when no day says so.
 *
 * @param country ISO 3166-1, two letters; null when nobody said
 * @param chosen for how many years the co-operative keeps it, where that is longer than the law's
 */
export function keptSince(
  term: TermName,
  {
    today,
    country,
    chosen = null,
  }: {
    readonly today: Day;
    readonly country: string | null;
    readonly chosen?: number | null;
  },
): Day | null {
  const { days }: Term = terms[term];
  if (days !== undefined) return addDays(today, -days);
  const kept = keptYears(term, { country, chosen });
  if (kept === null) return null;
  // The years begin at the end of the one in which it was made.
  return `${Number(today.slice(0, 4)) - kept}-01-01`;
}
