import { defineErrors } from '@rochdale/platform';

/** Everything the voting room refuses, by name. A vote is known by its proposal. */
export const votingErrors = defineErrors('voting', {
  BALLOT_MARK_INVALID: 'invalid',
  BALLOT_REASON_INVALID: 'invalid',
  BLOCK_NEEDS_REASON: 'invalid',
  ELECTORATE_EMPTY: 'conflict',
  NOT_IN_ELECTORATE: 'forbidden',
  PROPOSAL_NOT_FOUND: 'not_found',
  STANCE_NOT_OFFERED: 'invalid',
  VOTING_CLOSED: 'conflict',
  VOTING_NOT_OPEN: 'conflict',
});
