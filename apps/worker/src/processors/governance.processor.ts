import { Injectable } from '@nestjs/common';
import {
  CloseDueProposal,
  CloseProposal,
  ConsiderEarlyClose,
  DueProposals,
  ExecutePassedProposal,
  ExecuteProposal,
  OpenAfterNotice,
  OpenNoticedProposal,
  SweepProposals,
} from '@rochdale/governance';
import { handle } from '@rochdale/platform';

@Injectable()
export class GovernanceProcessor {
  readonly handlers;

  constructor(
    openNoticed: OpenNoticedProposal,
    close: CloseProposal,
    executeProposal: ExecuteProposal,
    due: DueProposals,
  ) {
    this.handlers = [
      handle(OpenAfterNotice, (actor, payload) => openNoticed.execute(actor, payload)),
      handle(CloseDueProposal, (actor, payload) => close.execute(actor, payload)),
      handle(ConsiderEarlyClose, (actor, payload) => close.execute(actor, payload)),
      handle(ExecutePassedProposal, (actor, payload) => executeProposal.execute(actor, payload)),
      handle(SweepProposals, (actor) => due.execute(actor)),
    ];
  }
}
