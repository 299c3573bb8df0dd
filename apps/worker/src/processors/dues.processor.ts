import { Injectable } from '@nestjs/common';
import { IssueInvoices, IssueInvoicesJob, MatchDuesLines, MatchDuesLinesJob } from '@rochdale/dues';
import { handle } from '@rochdale/platform';

@Injectable()
export class DuesProcessor {
  readonly handlers;

  constructor(issue: IssueInvoices, match: MatchDuesLines) {
    this.handlers = [
      handle(IssueInvoicesJob, (actor) => issue.execute(actor)),
      handle(MatchDuesLinesJob, (actor, payload) => match.execute(actor, payload)),
    ];
  }
}
