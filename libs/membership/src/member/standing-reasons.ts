import type { CodedError } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { belongs, nextStandings, standingNames } from './standing.js';

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

/** Why no officer moves a member who stands there anywhere; null when there is somewhere to go. */
export function whyNotMove(standing: Stands): CodedError | null {
  const from = standingNames.find((name) => name === standing);
  if (from !== undefined && nextStandings(from, 'officer').length > 0) return null;
  return membershipErrors.error('STANDING_CHANGE_REFUSED', 'No officer moves who stands there.');
}

/** Why a member who stands there is given no office; null when they may be. */
export function whyNotAppoint(standing: Stands): CodedError | null {
  if (belongs(standing ?? '')) return null;
  return membershipErrors.error('ROLE_NEEDS_MEMBER', 'Only a current member holds an office.', {
    path: ['memberId'],
  });
}
