import { Module } from '@nestjs/common';
import { MembershipModule } from '@rochdale/membership';
import { ExecuteProposal, RetryExecution } from './action/execute-proposal.js';
import { ProposalActions } from './action/proposal-actions.js';
import { BallotQueries } from './ballot/ballot.queries.js';
import { CastBallot } from './ballot/cast-ballot.js';
import { MembershipRoll } from './electorate/membership-roll.js';
import { VoterRoll } from './electorate/voter-roll.js';
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
import { RecountOutcomes } from './proposal/recount-outcomes.js';
import { SecondProposal } from './proposal/second-proposal.js';

const door = [
  AdoptPolicy,
  AdoptPolicyPack,
  BallotQueries,
  CancelProposal,
  CastBallot,
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
  RecountOutcomes,
  RetryExecution,
  SecondProposal,
  WithdrawProposal,
];

@Module({
  imports: [MembershipModule],
  providers: [...door, OwnDecisions, { provide: VoterRoll, useClass: MembershipRoll }],
  exports: door,
})
export class GovernanceModule {}
