import { isFundCode } from '@rochdale/ledger';
import type { AccountKind } from '@rochdale/ledger';
import { treasuryErrors } from '../treasury.errors.js';

/** An account as it stands: minor units, positive is debit. */
interface Standing {
  readonly code: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly balanceMinor: bigint;
}

const moneyCodes: ReadonlySet<string> = new Set(['bank', 'cash', 'payments-in-transit']);

/** Where money lies, or is on its way from one of these places to another. */
const isMoney = (code: string): boolean => moneyCodes.has(code) || code.startsWith('bank:');

/** What is kept for something: in a fund, or for members who cannot pay. */
const isKept = (code: string): boolean => isFundCode(code) || code === 'solidarity';

/** What an account adds to what is free. Money out that nobody explained is owed to nobody. */
function freeIn({ code, kind, balanceMinor }: Standing): bigint {
  if (isMoney(code) || isKept(code)) return balanceMinor;
  return kind === 'liability' && balanceMinor < 0n ? balanceMinor : 0n;
}

/**
 * What lies there in a currency that is owed to nobody and set aside for nothing, in minor units;
 * below zero when more is set aside and owed than lies there. What members were asked for and have
 * not paid lies nowhere yet.
 */
export function freeMinor(accounts: readonly Standing[], currency: string): bigint {
  return accounts
    .filter((account) => account.currency === currency)
    .reduce((sum, account) => sum + freeIn(account), 0n);
}

/**
 * Whether all of it is there, by how much is missing.
 *
 * @throws CodedError FUND_NOT_COVERED, which says nothing of how much there is
 */
export function checkCovered(missingMinor: bigint): void {
  if (missingMinor <= 0n) return;
  throw treasuryErrors.error(
    'FUND_NOT_COVERED',
    'The co-operative does not have as much that is owed to nobody and set aside for nothing else.',
    { path: ['amount'] },
  );
}

/** Whether lines of a journal entry put more by for members who cannot pay than they take. */
export function putsBy(
  lines: readonly { readonly accountKey: string; readonly amountMinor: bigint }[],
): boolean {
  const kept = lines.filter(({ accountKey }) => isKept(accountKey));
  return kept.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) < 0n;
}
