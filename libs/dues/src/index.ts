/** What the co-operative asks of its members: plans, pledges, invoices, waivers. */
export { duesErrors } from './dues.errors.js';
export {
  InvoiceIssued,
  InvoicePaid,
  PlanCreated,
  PledgeChosen,
  WaiverChanged,
} from './dues.events.js';
export { duesInvariants } from './dues.invariants.js';
export { duesSchedules, IssueInvoicesJob } from './dues.jobs.js';
export { DuesModule } from './dues.module.js';
export { duesRoom } from './dues.room.js';
export { AssignLineToInvoice } from './invoice/assign-line-to-invoice.js';
export { DuesPaid } from './invoice/dues-paid.js';
export type { PaidDues } from './invoice/dues-paid.js';
export { DuesQueries } from './invoice/dues.queries.js';
export type { InvoiceFilter } from './invoice/dues.queries.js';
export type { InvoiceRow } from './invoice/invoice.store.js';
export { IssueInvoices } from './invoice/issue-invoices.js';
export { CreatePlan, RetirePlan } from './plan/create-plan.js';
export { planMonths } from './plan/plan.js';
export type { PlanTerms } from './plan/plan.js';
export type { PlanRow } from './plan/plan.store.js';
export { ChoosePledge } from './pledge/choose-pledge.js';
export type { ChoosePledgeInput } from './pledge/choose-pledge.js';
export type { PledgeRow } from './pledge/pledge.store.js';
export type { WaiverState } from './waiver/waiver.entity.js';
export { AskWaiver } from './waiver/ask-waiver.js';
export { DecideWaiver } from './waiver/decide-waiver.js';
export type { AskWaiverInput } from './waiver/waiver.js';
export { WaiverQueries } from './waiver/waiver.queries.js';
export type { WaiverView } from './waiver/waiver-view.js';
