import { defineErrors } from '@rochdale/platform';

/** Everything the voting room refuses, by name. A vote is known by its proposal. */
export const votingErrors = defineErrors('voting', {
  ANSWER_NOT_OFFERED: 'invalid',
  BALLOT_MARK_INVALID: 'invalid',
  BALLOT_NEEDS_REASON: 'invalid',
  BALLOT_NOT_CAST: 'conflict',
  BALLOT_REASON_INVALID: 'invalid',
  BALLOT_REASON_NOT_TAKEN: 'conflict',
  BALLOT_STANDS: 'conflict',
  BLOCK_NEEDS_REASON: 'invalid',
  CONCERN_NEEDS_REASON: 'invalid',
<<<<<<< HEAD
  DELEGATE_NOT_FOUND: 'not_found',
  DELEGATION_CAP_REACHED: 'conflict',
  DELEGATION_CIRCLE: 'conflict',
  DELEGATION_EXPIRED: 'invalid',
  DELEGATION_GIVEN_MEANWHILE: 'conflict',
  DELEGATION_NOT_FOUND: 'not_found',
  DELEGATION_NOT_OFFERED: 'conflict',
  DELEGATION_TO_ONESELF: 'invalid',
=======
  DISAGREEMENT_NEEDS_REASON: 'invalid',
>>>>>>> d8c2289d (feat(voting): a policy says who gives a reason with a ballot)
  DOTS_TOO_MANY: 'invalid',
  ELECTORATE_EMPTY: 'conflict',
  GRADE_NOT_OFFERED: 'invalid',
  NOT_IN_ELECTORATE: 'forbidden',
  OBJECTION_NEEDS_REASON: 'invalid',
  OBJECTION_NOT_RAISED: 'conflict',
  OPTION_REPEATED: 'invalid',
  OPTION_UNKNOWN: 'invalid',
  OPTIONS_TOO_MANY: 'invalid',
  PROPOSAL_NOT_FOUND: 'not_found',
  RANK_REPEATED: 'invalid',
  RANK_SKIPPED: 'invalid',
  RESOLUTION_NEEDS_REASON: 'invalid',
  SCORE_OFF_SCALE: 'invalid',
  STANCE_NOT_OFFERED: 'invalid',
  VOTING_CLOSED: 'conflict',
  VOTING_NOT_OPEN: 'conflict',
});
