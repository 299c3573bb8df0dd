import { handle } from '@rochdale/platform';
import { RecordRefund } from './credit/record-refund.js';
import { DropReasonsJob, IssueInvoicesJob, KeyPayersJob, RecordRefundJob } from './dues.jobs.js';
import { IssueInvoices } from './issuing/issue-invoices.js';
import { KeyPayers } from './payment/key-payers.js';
import { DropReasons } from './waiver/drop-reasons.js';

export const duesHandlers = [
  handle(DropReasonsJob, DropReasons),
  handle(IssueInvoicesJob, IssueInvoices),
  handle(KeyPayersJob, KeyPayers),
  handle(RecordRefundJob, RecordRefund),
];
