import { handle } from '@rochdale/platform';
import { IssueInvoicesJob } from './dues.jobs.js';
import { IssueInvoices } from './invoice/issue-invoices.js';

export const duesHandlers = [handle(IssueInvoicesJob, IssueInvoices)];
