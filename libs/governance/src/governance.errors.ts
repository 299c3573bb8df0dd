import { defineErrors } from '@rochdale/platform';

/** Everything the governance room refuses, by name. */
export const governanceErrors = defineErrors('governance', {
  POLICY_NOT_FOUND: 'not_found',
  POLICY_IN_USE: 'conflict',
  POLICY_PACK_UNKNOWN: 'not_found',
  POLICY_RULE_INVALID: 'invalid',
  POLICY_SUCCESSOR_UNFIT: 'conflict',
  POLICY_VERSION_STALE: 'conflict',
  PROPOSAL_TEXT_INVALID: 'invalid',
  PROPOSAL_OPTIONS_INVALID: 'invalid',
  PROPOSAL_TERMS_INVALID: 'invalid',
  PROPOSAL_STATUS_CONFLICT: 'conflict',
  PROPOSAL_NOT_YOURS: 'forbidden',
  PROPOSAL_NEEDS_SECONDER: 'conflict',
  SECONDER_IS_PROPOSER: 'forbidden',
  SECONDED_ALREADY: 'conflict',
  SUBJECT_HAS_OPEN_PROPOSAL: 'conflict',
  VOTING_PERIOD_TOO_SHORT: 'invalid',
  VOTING_PERIOD_TOO_LONG: 'invalid',
  URGENCY_NEEDS_REASON: 'invalid',
  CANCELLATION_NEEDS_REASON: 'invalid',
  ACTION_KIND_UNKNOWN: 'invalid',
  ACTION_PAYLOAD_INVALID: 'invalid',
  ACTION_POLICY_UNFIT: 'conflict',
  ACTION_STANDS_ALONE: 'invalid',
  EXECUTION_NOT_DUE: 'conflict',
});
