import { handle } from '@rochdale/platform';
import { RecordRefund } from './credit/record-refund.js';
import { IssueInvoicesJob, RecordRefundJob } from './dues.jobs.js';
import { IssueInvoices } from './issuing/issue-invoices.js';

export const duesHandlers = [
  handle(IssueInvoicesJob, IssueInvoices),
  handle(RecordRefundJob, RecordRefund),
];
