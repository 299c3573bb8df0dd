import { Rational } from '@rochdale/tally';
import { z } from 'zod';

/** A fraction above nothing, up to all, written out: `1/2`. */
export const share = z
  .string()
  .regex(/^\d{1,6}\/[1-9]\d{0,5}$/)
  .refine((text) => {
    const value = Rational.parse(text);
    return value !== null && !value.isZero() && value.compare(Rational.ONE) <= 0;
  }, 'a share is a fraction above 0/1, up to 1/1');

/**
 * Reads a share of a rule, which was checked when the rule was adopted.
 *
 * @throws Error for anything that is none
 */
export function shareOf(text: string): Rational {
  const value = Rational.parse(text);
  if (value === null) throw new Error(`${text} is no share`);
  return value;
}

/** How many of so many a share is, at least. */
export const leastOf = (text: string, all: number): number =>
  Number(shareOf(text).mul(Rational.of(all)).ceil());

/** Whether a share is at least that of another. */
export const isAtLeast = (text: string, other: string): boolean =>
  shareOf(text).compare(shareOf(other)) >= 0;
