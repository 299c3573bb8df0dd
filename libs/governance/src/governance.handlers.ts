import { handle } from '@rochdale/platform';
import { ConsiderEarlyClose } from '@rochdale/voting';
import { ExecuteProposal } from './action/execute-proposal.js';
import {
  CloseDueProposal,
  ExecutePassedProposal,
  OpenAfterNotice,
  SweepProposals,
} from './governance.jobs.js';
import { CloseProposal } from './proposal/close-proposal.js';
import { DueProposals } from './proposal/due-proposals.js';
import { OpenNoticedProposal } from './proposal/open-proposal.js';

export const governanceHandlers = [
  handle(OpenAfterNotice, OpenNoticedProposal),
  handle(CloseDueProposal, CloseProposal),
  handle(ConsiderEarlyClose, CloseProposal),
  handle(ExecutePassedProposal, ExecuteProposal),
  handle(SweepProposals, DueProposals),
];
