import { Injectable } from '@nestjs/common';
import {
  FollowPayouts,
  FollowPayoutsJob,
  MatchPayoutLines,
  MatchPayoutLinesJob,
  ReadStatementFile,
  ReadStatementFileJob,
  SubmitPayout,
  SubmitPayoutJob,
  WritePaymentFile,
  WritePaymentFileJob,
} from '@rochdale/payments';
import { handle } from '@rochdale/platform';

@Injectable()
export class PaymentsProcessor {
  readonly handlers;

  constructor(
    readFile: ReadStatementFile,
    matchLines: MatchPayoutLines,
    submit: SubmitPayout,
    follow: FollowPayouts,
    writeFile: WritePaymentFile,
  ) {
    this.handlers = [
      handle(ReadStatementFileJob, (actor, payload) => readFile.execute(actor, payload)),
      handle(MatchPayoutLinesJob, (actor, payload) => matchLines.execute(actor, payload)),
      handle(SubmitPayoutJob, (actor, payload) => submit.execute(actor, payload)),
      handle(FollowPayoutsJob, (actor, payload) => follow.execute(actor, payload)),
      handle(WritePaymentFileJob, (actor, payload) => writeFile.execute(actor, payload)),
    ];
  }
}
