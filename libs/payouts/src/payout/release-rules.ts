import type { AccountAtBank } from '@rochdale/banking';
import type { Actor } from '@rochdale/platform';
import { isSameAccount } from '../payee/payee.js';
import type { Payee } from '../payee/payee.js';
import { payoutsErrors } from '../payouts.errors.js';
import { transition } from './payout.js';
import type { PayoutState } from './payout.js';

/** What is released is named together; which of them it is stands in the data. */
const path = ['payoutIds'];

/** A payout as far as the rules of its release look at it. */
export interface Releasable {
  readonly id: string;
  readonly state: PayoutState;
  readonly currency: string;
  readonly payeeKind: Payee['kind'];
  readonly payeeId: string;
  readonly requestedByAccountId: string | null;
  /** Who entered what it pays, and never releases it; null where the rules alone say. */
  readonly enteredByAccountId: string | null;
}

/** Who would release. */
type Releaser = Pick<Actor, 'accountId' | 'memberId' | 'partnerId' | 'roles'>;

/** By which of the co-operative's rules. */
export interface ReleaseRules {
  /** The member ids of those who hold the office. */
  readonly treasurers: readonly string[];
  readonly secondPersonReleases: boolean;
}

/** Why a payout is not this person's to release: a code of this room. */
type WhyNotRelease =
  'PAYOUT_STATE' | 'PAYOUT_OWN' | 'PAYOUT_FOR_TREASURER' | 'SECOND_PERSON_REQUIRED';

/**
 * Whose payout it is to release; null when it is this person's. Nobody pays themselves, so what the
 * one treasurer is owed is released by an administrator: by nobody else, and nothing else. Where a
 * second person is asked for, who approved the last step is not that one; nor is, of a bill that
 * nobody approves by itself, who entered it, whatever the rules ask for.
 */
export function whyNotRelease(
  by: Releaser,
  payout: Omit<Releasable, 'id' | 'currency'>,
  { treasurers, secondPersonReleases }: ReleaseRules,
): WhyNotRelease | null {
  const { state, payeeKind, payeeId, requestedByAccountId, enteredByAccountId } = payout;
  if (state !== 'approved') return 'PAYOUT_STATE';
  if (payeeId === (payeeKind === 'member' ? by.memberId : by.partnerId)) return 'PAYOUT_OWN';
  const paysTheOnly =
    payeeKind === 'member' && treasurers.length > 0 && treasurers.every((id) => id === payeeId);
  if (!by.roles.has('treasurer') && !paysTheOnly) return 'PAYOUT_FOR_TREASURER';
  const isSecond = requestedByAccountId !== by.accountId;
  const hasEntered = enteredByAccountId !== null && enteredByAccountId === by.accountId;
  return hasEntered || (secondPersonReleases && !isSecond) ? 'SECOND_PERSON_REQUIRED' : null;
}

/** Who releases, from an account in which currency, by which of the co-operative's rules. */
export interface Release extends ReleaseRules {
  readonly by: Releaser;
  readonly currency: string;
}

/**
 * Whether this payout may go, by whoever lets it go, from the account that pays.
 *
 * @throws CodedError PAYOUT_STATE, WRONG_CURRENCY, PAYOUT_OWN, PAYOUT_FOR_TREASURER,
 *   SECOND_PERSON_REQUIRED
 */
export function checkRelease(payout: Releasable, release: Release): void {
  const data = { payoutId: payout.id };
  transition(payout.state, 'reserved', path);
  if (payout.currency !== release.currency) {
    throw payoutsErrors.error('WRONG_CURRENCY', 'The account is in another currency.', {
      path,
      data,
    });
  }
  const reason = whyNotRelease(release.by, payout, release);
  if (reason === null || reason === 'PAYOUT_STATE') return;
  throw payoutsErrors.error(reason, sayings[reason], { path, data });
}

const sayings: Readonly<Record<Exclude<WhyNotRelease, 'PAYOUT_STATE'>, string>> = {
  PAYOUT_OWN:
    'Nobody releases money to themselves: another treasurer does, or, where there is none, ' +
    'an administrator.',
  PAYOUT_FOR_TREASURER: 'An administrator releases only what pays the one treasurer that there is.',
  SECOND_PERSON_REQUIRED:
    'Who entered the bill or approved the last step does not release as well: another treasurer ' +
    'does. Of what was approved by itself an administrator may take the rule back.',
};

/** Why nobody is paid to these bank details by now; null when somebody may be. */
export function whyNotUse(
  details: { readonly usableFrom: Date } | null,
  now: Date,
): 'PAYEE_DETAILS_MISSING' | 'PAYEE_DETAILS_COOLING_OFF' | null {
  if (details === null) return 'PAYEE_DETAILS_MISSING';
  return details.usableFrom > now ? 'PAYEE_DETAILS_COOLING_OFF' : null;
}

/**
 * The bank details to pay to: said by the payee, and cooled off. From the very instant on that they
 * are usable they are used.
 *
 * @throws CodedError PAYEE_DETAILS_MISSING, PAYEE_DETAILS_COOLING_OFF
 */
export function usableDetails<Details extends { readonly usableFrom: Date }>(
  payoutId: string,
  details: Details | null,
  now: Date,
): Details {
  const reason = whyNotUse(details, now);
  if (details === null) {
    throw payoutsErrors.error('PAYEE_DETAILS_MISSING', 'The payee has not said where to pay.', {
      path,
      data: { payoutId },
    });
  }
  if (reason !== null) {
    throw payoutsErrors.error(
      'PAYEE_DETAILS_COOLING_OFF',
      'The payee’s bank details are new and cool off before their first use.',
      { path, data: { payoutId, usableFrom: details.usableFrom.toISOString() } },
    );
  }
  return details;
}

/**
 * Money goes where it went when it was approved. Whoever takes an account over changes where it is
 * paid to, and cooling off alone is waited for: so a change is decided anew, by asking again. The
 * same account entered again is no change, and what was approved before the payee had said anything
 * goes where they said.
 *
 * @throws CodedError PAYEE_DETAILS_CHANGED
 */
export function checkDestination(
  payoutId: string,
  approved: AccountAtBank | null,
  current: AccountAtBank,
): void {
  if (!hasMoved(approved, current)) return;
  throw payoutsErrors.error(
    'PAYEE_DETAILS_CHANGED',
    'The payee changed where to be paid after this was approved: cancel it, and ask for it again.',
    { path, data: { payoutId } },
  );
}

/** Whether the payee is paid elsewhere by now than when it was approved. */
export function hasMoved(approved: AccountAtBank | null, current: AccountAtBank): boolean {
  return approved !== null && !isSameAccount(approved, current);
}
