import type { Actor } from '@rochdale/platform';
import { canBecome } from '../expense/expense.js';
import type { MandateBillView, MandateView } from './mandate.queries.js';

/**
 * Why bills of a mandate are not the actor's to enter today; null when they are. Of what is above
 * its cap nobody has to release anything.
 */
export function whyNotSubmitBill(
  { isInForce, leftMinor }: Pick<MandateView, 'isInForce' | 'leftMinor'>,
  { isReleasable }: { readonly isReleasable: boolean },
): 'MANDATE_OVER' | 'RELEASE_OUT_OF_REACH' | null {
  if (!isInForce) return 'MANDATE_OVER';
  return isReleasable || leftMinor <= 0n ? null : 'RELEASE_OUT_OF_REACH';
}

/** Why a bill is not the actor's to void; null when it is. */
export function whyNotVoidBill(
  { memberId }: Pick<Actor, 'memberId'>,
  { status, enteredByMemberId }: Pick<MandateBillView, 'status' | 'enteredByMemberId'>,
  { isBeingPaid }: { readonly isBeingPaid: boolean },
): 'EXPENSE_STATUS_CONFLICT' | 'VOIDED_BY_ANOTHER' | 'EXPENSE_BEING_PAID' | null {
  if (!canBecome(status, 'voided')) return 'EXPENSE_STATUS_CONFLICT';
  if (enteredByMemberId === memberId) return 'VOIDED_BY_ANOTHER';
  return isBeingPaid ? 'EXPENSE_BEING_PAID' : null;
}
