import { daysBetween } from '@rochdale/platform';
import { plainText } from './entry-facts.js';
import type { EntryFacts } from './entry-facts.js';

/** How far the days of a source of money and of a bank lie apart for one movement. */
export const sourceDays = 5;

/** Whether what a source and a bank wrote may be of one payment: neither says another thing. */
export function mayBeSame(one: string | null, other: string | null): boolean {
  const [mine, its] = [plainText(one), plainText(other)];
  if (mine === null || its === null) return true;
  return mine.includes(its) || its.includes(mine);
}

/** Whether a bank's entry may be what a source told: its words and days are its own. */
export function mayBeSourced(its: EntryFacts, told: EntryFacts): boolean {
  return (
    its.amountMinor === told.amountMinor &&
    Math.abs(daysBetween(its.day, told.day)) <= sourceDays &&
    mayBeSame(wordsOf(its), wordsOf(told))
  );
}

const wordsOf = ({ reference, text }: EntryFacts): string => `${reference ?? ''}${text ?? ''}`;
