import { addDays, hasUnseen } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import type { ExpenseCategory } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';

/** For how long a cap of a mandate is: a month, quarter or year of the calendar. */
export const mandatePeriods = ['month', 'quarter', 'year'] as const;
export type MandatePeriod = (typeof mandatePeriods)[number];

/** What members allow to be paid again and again without another vote. */
export interface MandateTerms {
  /** Its short name, which never changes: `hosting`. */
  readonly key: string;
  readonly title: string;
  readonly partnerId: string;
  readonly category: ExpenseCategory;
  readonly currency: string;
  readonly period: MandatePeriod;
  /** The most for each period, in minor units. */
  readonly capMinor: bigint;
  /** The most in all; null for as much as the periods come to. */
  readonly totalMinor: bigint | null;
  /** Bills of these days, the first and the last. */
  readonly startsOn: Day;
  readonly endsOn: Day;
  /** For how many days after the last one such bills are taken. */
  readonly graceDays: number;
}

const key = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longest = { key: 60, title: 120 } as const;

function refuse(field: string, message: string): Error {
  return expensesErrors.error('MANDATE_INVALID', message, { path: [field] });
}

const isLine = (text: string, most: number): boolean =>
  text.trim() !== '' && text.length <= most && !hasUnseen(text);

/** For so many years at most: on what is to be paid after that, members decide later. */
const years = 10;

/** @throws CodedError MANDATE_INVALID with the field at fault */
export function requireMandate(terms: MandateTerms, today: Day): void {
  if (terms.key.length > longest.key || !key.test(terms.key)) {
    throw refuse('key', 'A key is of small letters, digits and hyphens, at most 60.');
  }
  if (!isLine(terms.title, longest.title)) {
    throw refuse('title', 'A title is one line of 1 to 120 characters.');
  }
  if (terms.totalMinor !== null && terms.totalMinor < terms.capMinor) {
    throw refuse('totalMinor', 'In all it is no less than in one period.');
  }
  if (terms.endsOn < terms.startsOn) throw refuse('endsOn', 'It ends no sooner than it starts.');
  const last = `${Number(today.slice(0, 4)) + years}-12-31`;
  if (terms.endsOn > last) throw refuse('endsOn', `It ends by ${last}.`);
}

/**
 * What members are asked starts no sooner than the period in which they are: it may be another one
 * by the time it is carried out.
 *
 * @throws CodedError MANDATE_INVALID
 */
export function requireNothingBack({ startsOn, period }: MandateTerms, today: Day): void {
  if (startsOn >= periodOf(today, period)) return;
  throw refuse('startsOn', `It starts no sooner than the present ${period}.`);
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** The how manieth period of the calendar a day lies in. */
const nth = (day: Day, period: MandatePeriod): number =>
  Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / monthsOf[period]);

/**
 * The most that may be paid within a year, in minor units: nothing keeps whoever hands bills in
 * from waiting with those of all its periods.
 */
export function mostInAYear({
  period,
  capMinor,
  totalMinor,
  startsOn,
  endsOn,
}: Pick<MandateTerms, 'period' | 'capMinor' | 'totalMinor' | 'startsOn' | 'endsOn'>): bigint {
  const ofPeriods = capMinor * BigInt(Math.max(1, nth(endsOn, period) - nth(startsOn, period) + 1));
  return totalMinor !== null && totalMinor < ofPeriods ? totalMinor : ofPeriods;
}

/** Until when its bills are handed in. */
export const takenUntil = ({
  endsOn,
  graceDays,
}: Pick<MandateTerms, 'endsOn' | 'graceDays'>): Day => addDays(endsOn, graceDays);

/** The first day of the period in which a day lies. */
export function periodOf(day: Day, period: MandatePeriod): Day {
  const year = day.slice(0, 4);
  if (period === 'year') return `${year}-01-01`;
  const month = Number(day.slice(5, 7));
  const first = period === 'quarter' ? month - ((month - 1) % 3) : month;
  return `${year}-${String(first).padStart(2, '0')}-01`;
}

/** The day whose period is the present one: after its end, its last. */
export const lastDay = (today: Day, endsOn: Day): Day => (today < endsOn ? today : endsOn);

/** What bills came to already, in minor units. */
export interface Billed {
  readonly inPeriodMinor: bigint;
  readonly inAllMinor: bigint;
}

/** What may still be billed in a period without asking anybody, in minor units. */
export function leftMinor(
  { capMinor, totalMinor }: Pick<MandateTerms, 'capMinor' | 'totalMinor'>,
  { inPeriodMinor, inAllMinor }: Billed,
): bigint {
  const ofPeriod = capMinor - inPeriodMinor;
  const ofAll = totalMinor === null ? ofPeriod : totalMinor - inAllMinor;
  return ofAll < ofPeriod ? ofAll : ofPeriod;
}
