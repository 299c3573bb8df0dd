import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { statusReportStore } from './status-report/status-report.store.js';
import { paymentFileStore } from './payment-file/payment-file.store.js';

/** Seals payment files and banks' answers from before they were sealed. Done, there are none. */
@Injectable()
export class SealFiles {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many there were. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'payout.process');
    let sealed = 0;
    for (let some = -1; some !== 0; sealed += some) {
      some = await this.unitOfWork.run(
        actor,
        async (tx) =>
          (await paymentFileStore.sealPlain(tx)) + (await statusReportStore.sealPlain(tx)),
      );
    }
    return sealed;
  }
}
