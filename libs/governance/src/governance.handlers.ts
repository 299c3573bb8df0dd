import { handle } from '@rochdale/platform';
import { CloseDueProposal, ConsiderEarlyClose } from '@rochdale/voting';
import { ExecuteProposal } from './execution/execute-proposal.js';
import { ExecutePassedProposal, OpenAfterNotice, SweepProposals } from './governance.jobs.js';
import { CloseProposal } from './closing/close-proposal.js';
import { DueProposals } from './execution/due-proposals.js';
import { OpenNoticedProposal } from './opening/open-noticed-proposal.js';

export const governanceHandlers = [
  handle(OpenAfterNotice, OpenNoticedProposal),
  handle(CloseDueProposal, CloseProposal),
  handle(ConsiderEarlyClose, CloseProposal),
  handle(ExecutePassedProposal, ExecuteProposal),
  handle(SweepProposals, DueProposals),
];
