import { Injectable } from '@nestjs/common';
import { handle } from '@rochdale/platform';
import { ExpireHolds, ExpireHoldsJob } from '@rochdale/ledger';

@Injectable()
export class LedgerProcessor {
  readonly handlers;

  constructor(expireHolds: ExpireHolds) {
    this.handlers = [handle(ExpireHoldsJob, (actor) => expireHolds.execute(actor))];
  }
}
