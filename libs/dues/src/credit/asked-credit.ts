import type { MemberDirectory } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { creditStore } from './credit.store.js';

export interface AskedCredit {
  readonly memberId: string;
  readonly currency: string;
  /** All of it when left out. */
  readonly amountMinor?: bigint;
}

/** What to say of an amount that is none, or more than there is. */
interface Beyond {
  readonly code: 'INVALID_REFUND' | 'INVALID_CREDIT_GIFT';
  readonly message: string;
}

/**
 * Locks a member's credit.
 *
 * @returns how much of it is asked for, in minor units
 * @throws CodedError DEBTOR_NOT_FOUND, CREDIT_SPENT where there is none, `beyond`
 */
export async function lockAskedCredit(
  tx: Tx,
  members: MemberDirectory,
  asked: AskedCredit,
  beyond: Beyond,
): Promise<bigint> {
  const { memberId, currency } = asked;
  const balanceMinor = await creditStore.lock(tx, memberId, currency);
  if (balanceMinor === 0n) {
    await requireNamed(tx, members, memberId);
    throw duesErrors.error('CREDIT_SPENT', `The member has no credit in ${currency}.`, {
      path: ['currency'],
    });
  }
  const amountMinor = asked.amountMinor ?? balanceMinor;
  if (amountMinor <= 0n || amountMinor > balanceMinor) {
    throw duesErrors.error(beyond.code, beyond.message, {
      path: ['amountMinor'],
      data: { balanceMinor: balanceMinor.toString() },
    });
  }
  return amountMinor;
}

/** Who only applied is as good as nobody to clerks, who do not list applications. */
async function requireNamed(tx: Tx, members: MemberDirectory, memberId: string): Promise<void> {
  if ((await members.among(tx, [memberId])).has(memberId)) return;
  throw duesErrors.error('DEBTOR_NOT_FOUND', 'There is no such member.', { path: ['memberId'] });
}
