import { membershipErrors } from '../membership.errors.js';

/**
 * One answer, whatever it is that stands in the way: which of them it was would tell of a pseudonym
 * that others read, or of who was erased.
 */
export const nameTaken = () =>
  membershipErrors.error(
    'MEMBER_NAME_TAKEN',
    'That is the word for an office or for nobody, is what somebody is called by, was so lately, ' +
      'or is too much like it.',
    { path: ['displayName'] },
  );
