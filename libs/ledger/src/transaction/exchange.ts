import { currencyExponent } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import type { PostInput, PostingInput } from './transaction.js';

/** Money of one currency given for money of another, through a pair of clearing accounts. */
export interface ExchangeInput extends Omit<PostInput, 'postings'> {
  readonly sold: ExchangeLeg;
  readonly bought: ExchangeLeg;
  /** How much of the bought currency one unit of the sold one gives: `1.0842`. */
  readonly rate: string;
  /** Where the rate comes from: `ECB 2026-03-02`, `bank statement`. */
  readonly rateSource: string;
}

export interface ExchangeLeg {
  /** Where the money leaves or arrives. */
  readonly accountId: string;
  /** The clearing account of the same currency. */
  readonly clearingAccountId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

function parseRate(rate: string): { numerator: bigint; denominator: bigint } {
  const match = /^(\d{1,12})(?:\.(\d{1,18}))?$/.exec(rate);
  const fraction = match?.[2] ?? '';
  const numerator = BigInt(`${match?.[1] ?? ''}${fraction}` || '0');
  if (match === null || numerator === 0n) {
    throw ledgerErrors.error('INVALID_EXCHANGE', 'A rate is a positive decimal number.', {
      path: ['rate'],
    });
  }
  return { numerator, denominator: 10n ** BigInt(fraction.length) };
}

/**
 * The amounts have to be what the rate says, to less than one minor unit of the bought currency:
 * whatever the bank's rounding, and no more. A fee is a posting of its own.
 *
 * @throws CodedError INVALID_EXCHANGE
 */
export function checkExchange({ sold, bought, rate }: ExchangeInput): void {
  if (sold.currency === bought.currency || sold.amountMinor <= 0n || bought.amountMinor <= 0n) {
    throw ledgerErrors.error('INVALID_EXCHANGE', 'An exchange is between two currencies.');
  }
  const { numerator, denominator } = parseRate(rate);
  const scale = denominator * 10n ** BigInt(currencyExponent(sold.currency));
  const exact = sold.amountMinor * numerator * 10n ** BigInt(currencyExponent(bought.currency));
  const difference = exact - bought.amountMinor * scale;
  if (difference >= scale || difference <= -scale) {
    throw ledgerErrors.error('INVALID_EXCHANGE', 'The amounts are not what the rate says.', {
      path: ['rate'],
    });
  }
}

/** Each currency balances in itself: the clearing pair stands between the two. */
export function exchangePostings({ sold, bought }: ExchangeInput): PostingInput[] {
  return [
    { accountId: sold.accountId, amountMinor: -sold.amountMinor },
    { accountId: sold.clearingAccountId, amountMinor: sold.amountMinor },
    { accountId: bought.clearingAccountId, amountMinor: -bought.amountMinor },
    { accountId: bought.accountId, amountMinor: bought.amountMinor },
  ];
}
