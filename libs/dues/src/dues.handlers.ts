import { handle } from '@rochdale/platform';
import { IssueInvoicesJob, MatchDuesLinesJob } from './dues.jobs.js';
import { IssueInvoices } from './invoice/issue-invoices.js';
import { MatchDuesLines } from './invoice/match-lines.js';

export const duesHandlers = [
  handle(IssueInvoicesJob, IssueInvoices),
  handle(MatchDuesLinesJob, MatchDuesLines),
];
