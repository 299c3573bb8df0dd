import type { AccountAtBank } from '@rochdale/banking';
import { may, platformErrors } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';

/** Who gets money. */
export interface Payee {
  readonly kind: 'member' | 'partner';
  readonly id: string;
}

/** Whom the actor would be paid as; null for who is neither a member nor a partner. */
export function ownPayee(actor: Pick<Actor, 'memberId' | 'partnerId'>): Payee | null {
  if (actor.memberId !== null) return { kind: 'member', id: actor.memberId };
  return actor.partnerId === null ? null : { kind: 'partner', id: actor.partnerId };
}

/**
 * Whose bank details the actor may set: their own, or those of a partner as a treasurer; never
 * those of another member.
 *
 * @throws CodedError FORBIDDEN
 */
export function payeeToSet(actor: Actor, wanted: Payee | undefined): Payee {
  const own = ownPayee(actor);
  const payee = wanted ?? own;
  if (payee === null) throw platformErrors.error('FORBIDDEN', 'You are no payee here.');
  const isOwn = own?.kind === payee.kind && own.id === payee.id;
  const isSystem = actor.kind === 'system';
  const mayEnter = payee.kind === 'partner' && may(actor, 'payee-details.set-of-partner').allowed;
  if (isOwn || isSystem || mayEnter) return payee;
  throw platformErrors.error('FORBIDDEN', 'Only the payee says where to pay.', {
    path: ['payee', 'id'],
  });
}

/** `DE89 •••• 3000`: enough to recognise one's own account, too little to use it. */
export function maskNumber(accountNumber: string): string {
  return `${accountNumber.slice(0, 4)} •••• ${accountNumber.slice(-4)}`;
}

/** Whether money would go to the same account, under the same name. */
export function isSameAccount(one: AccountAtBank, other: AccountAtBank): boolean {
  return (
    one.accountNumber === other.accountNumber &&
    one.bic === other.bic &&
    one.holderName === other.holderName
  );
}
