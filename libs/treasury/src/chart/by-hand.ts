import { isFundCode, isMemberAccountCode, isOwedAccountCode } from '@rochdale/ledger';

/**
 * Why a journal entry does not move an account; null when it may. What is in a fund is for the
 * fund, which has a limit and can be closed; what members owe is the sum of their invoices, and
 * what is owed that of expenses and statements.
 */
export function whyNotByHand(key: string): string | null {
  if (isFundCode(key)) return 'Money is set aside in a fund, and given back, by an allocation.';
  if (isMemberAccountCode(key)) {
    return 'What members owe and have is moved by invoices, payments and credits.';
  }
  return isOwedAccountCode(key)
    ? 'What is owed to members and partners is moved by expenses and their payouts.'
    : null;
}
