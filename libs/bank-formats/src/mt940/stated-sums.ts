import { minorToDecimal, sameDecimal } from '../model/amount.js';
import { exponentOrAssumed } from '../model/currency.js';
import { mtDecimal } from './mt-amounts.js';
import type { CurrencyTotal } from '../model/statement.js';

/**
 * Compares `:90C:` or `:90D:` (number, currency, sum) with the entries read: a sentence when they
 * differ, null when they do not or the field is not readable.
 */
export function statedDifference(
  stated: string | null,
  side: 'credits' | 'debits',
  totals: readonly CurrencyTotal[],
): string | null {
  const match = /^(\d{1,5})\s*([A-Z]{3})\s*([\d.,]+)$/.exec(stated ?? '');
  const said = match === null ? null : mtDecimal(match[3] ?? '');
  if (match === null || said === null) return null;
  const total = totals.find((one) => one.currency === match[2]);
  const amountMinor = (side === 'credits' ? total?.creditMinor : total?.debitMinor) ?? 0n;
  const exponent = exponentOrAssumed(match[2] ?? null);
  const sum = minorToDecimal({ amountMinor, exactAmount: null }, exponent);
  if (sameDecimal(said, sum)) return null;
  return `the message states ${side} of ${match[3] ?? ''}, its entries differ`;
}
