import { handle } from '@rochdale/platform';
import { CloseDueProposal, ConsiderEarlyClose } from '@rochdale/voting';
import { ExecuteProposal } from './execution/execute-proposal.js';
import {
  EndLeftHearingsJob,
  ExecutePassedProposal,
  FillSeatsJob,
  OpenAfterNotice,
  RemindReviewsJob,
  SealHearingsJob,
  SettleAppealsJob,
  SettleRatificationsJob,
  SweepProposals,
} from './governance.jobs.js';
import { SettleAppeals } from './appealing/settle-appeals.js';
import { CloseProposal } from './closing/close-proposal.js';
import { EndLeftHearings } from './closing/end-left-hearings.js';
import { DueProposals } from './execution/due-proposals.js';
import { FillSeats } from './count-back/fill-seats.js';
import { SealHearings } from './hearing/seal-hearings.js';
import { SettleRatifications } from './sequel/settle-ratifications.js';
import { RemindReviews } from './outcome/remind-reviews.js';
import { OpenNoticedProposal } from './opening/open-noticed-proposal.js';

export const governanceHandlers = [
  handle(OpenAfterNotice, OpenNoticedProposal),
  handle(CloseDueProposal, CloseProposal),
  handle(ConsiderEarlyClose, CloseProposal),
  handle(ExecutePassedProposal, ExecuteProposal),
  handle(SweepProposals, DueProposals),
  handle(FillSeatsJob, FillSeats),
  handle(SettleAppealsJob, SettleAppeals),
  handle(SettleRatificationsJob, SettleRatifications),
  handle(RemindReviewsJob, RemindReviews),
  handle(SealHearingsJob, SealHearings),
  handle(EndLeftHearingsJob, EndLeftHearings),
];
