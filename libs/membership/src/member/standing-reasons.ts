import type { CodedError } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';

/** Where somebody stands, or null for who was never here. */
type Stands = string | null;

/** Why somebody who stands there cannot apply; null when they can. */
export function whyNotApply(standing: Stands): CodedError | null {
  if (standing === null || standing === 'left') return null;
  if (standing === 'applicant') {
    return membershipErrors.error('APPLICATION_OPEN', 'You have applied already.');
  }
  return standing === 'expelled'
    ? membershipErrors.error('MEMBER_EXPELLED', 'Who was expelled does not apply again.')
    : membershipErrors.error('ALREADY_A_MEMBER', 'You are a member already.');
}

/** Why a member who stands there cannot be erased; null when they can. */
export function whyNotErase(standing: Stands): CodedError | null {
  if (standing === 'left' || standing === 'expelled') return null;
  const message = 'Only who has left can be erased: leave, or withdraw, first.';
  return membershipErrors.error('MEMBER_STILL_BELONGS', message, { path: ['memberId'] });
}
