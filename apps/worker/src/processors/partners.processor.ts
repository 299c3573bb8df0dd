import { Injectable } from '@nestjs/common';
import {
  CloseUsagePeriods,
  CloseUsagePeriodsJob,
  RecordStatementPayout,
  RecordStatementPayoutJob,
} from '@rochdale/partners';
import { handle } from '@rochdale/platform';

@Injectable()
export class PartnersProcessor {
  readonly handlers;

  constructor(close: CloseUsagePeriods, record: RecordStatementPayout) {
    this.handlers = [
      handle(CloseUsagePeriodsJob, (actor) => close.execute(actor)),
      handle(RecordStatementPayoutJob, (actor, payload) => record.execute(actor, payload)),
    ];
  }
}
