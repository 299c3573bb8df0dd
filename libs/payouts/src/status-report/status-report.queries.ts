import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { statusReportStore } from './status-report.store.js';
import type { StatusReportRow } from './status-report.store.js';

/** What clerks see of banks’ answers. */
@Injectable()
export class StatusReportQueries {
  /** Those to these payment files, the oldest first. */
  async ofFiles(tx: Tx, paymentFileIds: readonly string[]): Promise<StatusReportRow[]> {
    permit(tx.actor, 'bank-account.read');
    return statusReportStore.ofFiles(tx, paymentFileIds);
  }
}
