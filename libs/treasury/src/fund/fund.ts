import { currencyExponent, hasUnseen } from '@rochdale/platform';
import { treasuryErrors } from '../treasury.errors.js';
import type { FundEntity } from './fund.entity.js';

/** An envelope of money set aside by decision, with a purpose and a limit. */
export type Fund = Readonly<FundEntity>;

export interface FundDefinition {
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly currency: string;
  readonly limitMinor?: bigint | null;
}

function invalid(message: string, field: string) {
  return treasuryErrors.error('INVALID_FUND', message, { path: [field] });
}

/** @throws CodedError INVALID_FUND, INVALID_CURRENCY */
export function checkFund({ key, name, purpose, currency, limitMinor }: FundDefinition): void {
  currencyExponent(currency);
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(key)) {
    throw invalid('A key has up to 60 small letters, digits and hyphens.', 'key');
  }
  if (name.trim() === '' || name.length > 200 || hasUnseen(name)) {
    throw invalid('A fund has a name of one line, up to 200 characters that are seen.', 'name');
  }
  if (purpose.trim() === '' || purpose.length > 2000) {
    throw invalid('A fund has a purpose of up to 2000 characters.', 'purpose');
  }
  if (limitMinor !== undefined && limitMinor !== null && limitMinor <= 0n) {
    throw invalid('A limit is a positive amount.', 'limitMinor');
  }
}

/** @throws CodedError INVALID_FUND when money of another currency is meant */
export function checkCurrency(fund: Fund, currency: string | undefined): void {
  if (currency !== undefined && currency !== fund.currency) {
    throw invalid(`The fund is in ${fund.currency}.`, 'amount');
  }
}

/**
 * What setting money aside would come to.
 *
 * @throws CodedError FUND_IS_CLOSED, FUND_LIMIT_REACHED
 */
export function checkAllocation(fund: Fund, inFundMinor: bigint, amountMinor: bigint): void {
  if (fund.closedAt !== null) {
    throw treasuryErrors.error('FUND_IS_CLOSED', 'The fund is closed.', { path: ['fundId'] });
  }
  if (fund.limitMinor !== null && inFundMinor + amountMinor > fund.limitMinor) {
    throw treasuryErrors.error('FUND_LIMIT_REACHED', 'That is more than the fund may hold.', {
      path: ['amount'],
      data: { limitMinor: fund.limitMinor.toString(), inFundMinor: inFundMinor.toString() },
    });
  }
}
