import type { Actor } from '@rochdale/platform';
import { canBecome } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';

/** An expense as far as the rules look at it of who may decide it. */
export type Decidable = Pick<
  ExpenseRecord,
  'status' | 'band' | 'submitterMemberId' | 'payeeKind' | 'payeeId'
>;

export type Approver = Pick<Actor, 'memberId' | 'roles'>;

/** Why somebody may not decide an expense: a code of this room. */
export type WhyNot =
  | 'EXPENSE_STATUS_CONFLICT'
  | 'EXPENSE_NEEDS_VOTE'
  | 'APPROVER_ROLE_REQUIRED'
  | 'PAYEE_MAY_NOT_APPROVE';

/** Why this person may not approve that expense, in the order in which it is said; else null. */
export function whyNotApprove(approver: Approver, expense: Decidable): WhyNot | null {
  // What failed to be paid becomes approved again too, but not by an approval.
  if (expense.status !== 'submitted') return 'EXPENSE_STATUS_CONFLICT';
  return whyNotOffice(approver, expense) ?? whyNotStranger(approver, expense);
}

/**
 * Why this person may not reject that expense, or ask for more; else null. Whom it pays may do so:
 * it costs them alone.
 */
export function whyNotRefuse(
  approver: Approver,
  expense: Decidable,
  to: 'rejected' | 'needs-information',
): WhyNot | null {
  if (!canBecome(expense.status, to)) return 'EXPENSE_STATUS_CONFLICT';
  const office = whyNotOffice(approver, expense);
  if (office !== null) return office;
  return approver.memberId === expense.submitterMemberId ? 'APPROVER_ROLE_REQUIRED' : null;
}

/** What an office decides is for the office; what the members vote on is for the members. */
function whyNotOffice({ roles }: Approver, { band }: Decidable): WhyNot | null {
  if (band?.kind !== 'role') return 'EXPENSE_NEEDS_VOTE';
  return roles.has(band.role) ? null : 'APPROVER_ROLE_REQUIRED';
}

/** Neither who asks for the money nor who gets it. */
function whyNotStranger({ memberId }: Approver, expense: Decidable): WhyNot | null {
  const { submitterMemberId, payeeKind, payeeId } = expense;
  const isPayee = payeeKind === 'member' && memberId === payeeId;
  const isStranger = memberId !== null && !isPayee && memberId !== submitterMemberId;
  return isStranger ? null : 'PAYEE_MAY_NOT_APPROVE';
}
