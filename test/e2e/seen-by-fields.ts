const members = 'membership.members';
const payouts = 'payments.payouts';
const expenses = 'expenses.expenses';
const proposals = 'governance.proposals';
const actions = 'governance.actions';

/** Fields that tell of columns in which nothing can be planted: one of few words, an id, JSON. */
export const fieldsOfColumns: Readonly<Record<string, string>> = {
  'Member.id': `${members}.id`,
  'Member.kind': `${members}.kind`,
  'Member.classKey': `${members}.class_key`,
  'Member.standing': `${members}.standing`,
  'Member.nameVisibleTo': `${members}.name_visible_to`,
  'Member.profileVisibleTo': `${members}.profile_visible_to`,
  'Member.pseudonymVisibleTo': `${members}.pseudonym_visible_to`,
  'RoleTerm.role': 'membership.role_terms.role',
  'RoleTerm.origin': 'membership.role_terms.origin',
  'Payout.state': `${payouts}.state`,
  'Payout.failureCode': `${payouts}.failure_code`,
  'Payout.payeeId': `${payouts}.payee_id`,
  'Payout.obligationId': `${payouts}.obligation_id`,
  'Expense.status': `${expenses}.status`,
  'Expense.payeeId': `${expenses}.payee_id`,
  'Expense.submitter Member.id': `${expenses}.submitter_member_id`,
  'ExpenseApproval.approverRole': 'expenses.approvals.approver_role',
  'ExpenseApproval.approver Member.id': 'expenses.approvals.approver_member_id',
  'Proposal.status': `${proposals}.state`,
  'Proposal.options': `${proposals}.options`,
  'Proposal.proposer Member.id': `${proposals}.proposer_member_id`,
  'ProposalAction.payloadJson': `${actions}.payload`,
  'ProposalAction.failureMessage': `${actions}.failure_message`,
  'Ballot.markJson': 'governance.ballots.mark',
  'Ballot.voter Member.id': 'governance.ballots.member_id',
  'AuditEntry.type': 'platform.facts.type',
  'AuditEntry.via': 'platform.facts.via',
  'AuditEntry.dataJson': 'platform.facts.data',
  'AuditEntry.memberId': 'platform.facts.member_id',
  'AuditEntry.requestId': 'platform.facts.request_id',
  'LedgerTransaction.sourceId': 'ledger.transactions.source_id',
  'LedgerTransaction.outsideFact': 'ledger.transactions.outside_fact',
  'Hold.sourceId': 'ledger.holds.source_id',
  'File.mediaType': 'platform.attachments.media_type',
};
