import { Injectable } from '@nestjs/common';
import {
  CloseUsagePeriod,
  CloseUsagePeriodsJob,
  RecordStatementPayout,
  RecordStatementPayoutJob,
} from '@rochdale/partners';
import { handle } from '@rochdale/platform';

@Injectable()
export class PartnersProcessor {
  readonly handlers;

  constructor(close: CloseUsagePeriod, record: RecordStatementPayout) {
    this.handlers = [
      handle(CloseUsagePeriodsJob, (actor) => close.executeAll(actor)),
      handle(RecordStatementPayoutJob, (actor, payload) => record.execute(actor, payload)),
    ];
  }
}
