/** What happened, and grows with every year: multiplied. */
export const history = [
  'collections.source_rows dues.account_parts dues.credit_entries dues.credit_notes',
  'dues.invoices dues.payments dues.refunds dues.shared_payments dues.waivers',
  'expenses.approvals expenses.expenses expenses.items expenses.mandate_bills',
  'governance.actions governance.ballots',
  'governance.candidacies governance.candidates governance.elections governance.electorate',
  'governance.assemblies governance.assembly_voters governance.assembly_votes',
  'governance.attendances',
  'governance.documents',
  'governance.amendments governance.count_backs',
  'governance.appeals governance.ratifications',
  'governance.nominations governance.paper_counts governance.paper_voters',
  'governance.paper_askings governance.paper_entries',
  'governance.proposal_tags governance.proposal_topics',
  'governance.authors governance.proposal_links',
  'governance.comment_mentions governance.comment_reactions governance.comments',
  'governance.outcome_statements governance.reviews',
  'governance.proposal_groups',
  'governance.proposal_versions governance.proposals',
  'governance.ballot_boxes governance.turnout',
  'governance.seconds ledger.exchanges ledger.holds ledger.postings ledger.transactions',
  'membership.applications membership.erasures membership.group_members',
  'membership.invitations membership.members',
  'membership.standing_changes partners.erased_users partners.past_users',
  'partners.erasure_announcements',
  'partners.periods partners.share_parts partners.told_parts partners.month_parts',
  'partners.statements partners.usage_events payments.bank_lines payments.bank_statements',
  'payments.payment_files payments.payouts payments.simulated_transfers payments.statement_files',
  'payments.status_reports payments.bank_sightings payments.undone_matches',
  'platform.facts platform.jobs platform.looks platform.search_words',
]
  .join(' ')
  .split(' ');

/** What is agreed on rather than happening: of one size however old a co-operative is. */
export const settings = new RegExp(
  '^(identity|notifications|treasury)\\.|' +
    '^membership\\.(archives|cooperatives|member_classes|pseudonyms|role_terms|working_groups)$|' +
    '^collections\\.connections$|^ledger\\.(accounts|balance_checkpoints|period_locks)$|' +
    '^governance\\.(policies|delegations|recount_turns|representatives|templates|topics)$|' +
    '^dues\\.(plans|pledges|counters|credits)$|^expenses\\.(approval_rules|mandates)$|' +
    '^platform\\.(attachments|secret_marks)$|' +
    '^partners\\.(partners|meters|pool_policies|inboxes)$|' +
    '^payments\\.(bank_accounts|csv_profiles|erased_accounts|settings|payee_details|rails)$',
);
