import { Module } from '@nestjs/common';
import { MembershipModule } from '@rochdale/membership';
import { VotingModule } from '@rochdale/voting';
import { ExecuteProposal, RetryExecution } from './action/execute-proposal.js';
import { ProposalActions } from './action/proposal-actions.js';
import { OwnDecisions } from './own-decisions.js';
import { AdoptPolicy, AdoptPolicyPack } from './policy/adopt-policies.js';
import { PolicyQueries } from './policy/policy.queries.js';
import { CloseProposal } from './proposal/close-proposal.js';
import { DraftProposal } from './proposal/draft-proposal.js';
import { DueProposals } from './proposal/due-proposals.js';
import { CancelProposal, WithdrawProposal } from './proposal/end-proposal.js';
import { OpenNoticedProposal, OpenProposal } from './proposal/open-proposal.js';
import { ProposalQueries } from './proposal/proposal.queries.js';
import { Proposals } from './proposal/proposals.js';
import { SecondProposal } from './proposal/second-proposal.js';

const door = [
  AdoptPolicy,
  AdoptPolicyPack,
  CancelProposal,
  CloseProposal,
  DraftProposal,
  DueProposals,
  ExecuteProposal,
  OpenNoticedProposal,
  OpenProposal,
  PolicyQueries,
  ProposalActions,
  ProposalQueries,
  Proposals,
  RetryExecution,
  SecondProposal,
  WithdrawProposal,
];

@Module({
  imports: [MembershipModule, VotingModule],
  providers: [...door, OwnDecisions],
  exports: door,
})
export class GovernanceModule {}
