import { defineErrors } from '@rochdale/platform';

/** Everything the voting room refuses, by name. A vote is known by its proposal. */
export const votingErrors = defineErrors('voting', {
  BALLOT_MARK_INVALID: 'invalid',
  BALLOT_REASON_INVALID: 'invalid',
  BLOCK_NEEDS_REASON: 'invalid',
  DOTS_TOO_MANY: 'invalid',
  ELECTORATE_EMPTY: 'conflict',
  NOT_IN_ELECTORATE: 'forbidden',
  OPTION_REPEATED: 'invalid',
  OPTION_UNKNOWN: 'invalid',
  OPTIONS_TOO_MANY: 'invalid',
  PROPOSAL_NOT_FOUND: 'not_found',
  RANK_REPEATED: 'invalid',
  RANK_SKIPPED: 'invalid',
  SCORE_OFF_SCALE: 'invalid',
  STANCE_NOT_OFFERED: 'invalid',
  VOTING_CLOSED: 'conflict',
  VOTING_NOT_OPEN: 'conflict',
});
