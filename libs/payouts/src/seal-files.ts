import { Injectable } from '@nestjs/common';
import { permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { statusReportStore } from './status-report/status-report.store.js';
import { paymentFileStore } from './payment-file/payment-file.store.js';

const atOnce = 100;

/** Seals payment files and banks' answers from before they were sealed. Done, there are none. */
@Injectable()
export class SealFiles {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many there were. One that cannot be sealed keeps none of the others.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of those that could not, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'payout.process');
    const turns = new Turns();
    let sealed = 0;
    for (const store of [paymentFileStore, statusReportStore]) {
      sealed += await turns.around(atOnce, (some) =>
        this.unitOfWork.run(actor, (tx) => store.sealPlain(tx, some)),
      );
    }
    turns.end();
    return sealed;
  }
}
