/**
 * How a co-operative decides: policies, proposals, their way to the vote and the actions that
 * follow. Never learns what a proposal is about: the rooms that know register handlers.
 */
export { ExecuteProposal, RetryExecution } from './action/execute-proposal.js';
export type { ExecutionResult } from './action/execute-proposal.js';
export { ProposalActions } from './action/proposal-actions.js';
export type {
  ActionHandler,
  ActionOptions,
  DecidedProposal,
  ProposalAction,
  Subject,
} from './action/proposal-actions.js';
export { governanceErrors } from './governance.errors.js';
export {
  ActionExecuted,
  ActionFailed,
  PolicyAdopted,
  ProposalAnnounced,
  DraftDiscarded,
  ProposalCancelled,
  ProposalClosed,
  ProposalDrafted,
  ProposalExecuted,
  ProposalExpired,
  ProposalExtended,
  ProposalOpened,
  ProposalSeconded,
} from './governance.events.js';
export { governanceInvariants } from './governance.invariants.js';
export {
  CloseDueProposal,
  ExecutePassedProposal,
  governanceJobs,
  governanceSchedules,
  OpenAfterNotice,
  SweepProposals,
} from './governance.jobs.js';
export { GovernanceModule } from './governance.module.js';
export { governancePermissions } from './governance.permissions.js';
export { governanceRoom } from './governance.room.js';
export { adoptPack, AdoptPolicy, AdoptPolicyPack } from './policy/adopt-policies.js';
export type { AdoptPolicyInput } from './policy/adopt-policies.js';
export { parseRule } from './policy/decision-rule.js';
export type { DecisionRule, PolicyTerms } from './policy/decision-rule.js';
export { policyPacks } from './policy/policy-packs.js';
export type { PackPolicy, PolicyPack } from './policy/policy-packs.js';
export { PolicyQueries } from './policy/policy.queries.js';
export type { PolicyView } from './policy/policy.queries.js';
export type { PolicyRecord } from './policy/policy.store.js';
export { CloseProposal } from './proposal/close-proposal.js';
export type { CloseResult } from './proposal/close-proposal.js';
export { DraftProposal } from './proposal/draft-proposal.js';
export type { DraftProposalInput } from './proposal/draft-proposal.js';
export { DueProposals } from './proposal/due-proposals.js';
export { CancelProposal, WithdrawProposal } from './proposal/end-proposal.js';
export { proposalStatuses, undecidedStatuses, votingStatuses } from './proposal/lifecycle.js';
export type { ProposalStatus } from './proposal/lifecycle.js';
export { OpenNoticedProposal, OpenProposal } from './proposal/open-proposal.js';
export { ProposalQueries } from './proposal/proposal.queries.js';
export type {
  ActionView,
  ProposalFilter,
  ProposalView,
  TallyView,
} from './proposal/proposal.queries.js';
export { Proposals } from './proposal/proposals.js';
export type { ProposalState, ProposalTerms } from './proposal/proposals.js';
export { SecondProposal } from './proposal/second-proposal.js';
