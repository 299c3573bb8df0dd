/**
 * What somebody may ask who did not sign in, written by hand and never by a command: the public
 * face of a co-operative. Whoever opens a door adds its name here, and says in the commit why.
 */
export const forStrangers: readonly string[] = [
  // What a co-operative is, who it is with, and what it decides by.
  'Query.cooperative',
  'Query.cooperatives',
  'Query.members',
  'Query.node(Cooperative)',
  'Query.node(DecisionPolicy)',
  'Query.node(Member)',
  'Query.policies',
  'Query.policyBuilder',
  'Query.policyHistory',
  'GET /v1/schemas/:file',
  'Query.policyPacks',
  'Query.proposals',
  // What proposals are filed under: kept by who administers, and names nobody.
  'Query.topics',
  // What it gave itself in writing, by decisions that are public.
  'Query.documentHistory',
  'Query.documents',
  // What members do together; who is in a group they keep to themselves.
  'Query.workingGroups',
  'Query.viewer',
  // What a public decision is counted again from, and whether one's ballot is in it: names nobody.
  'GET /v1/recounts/:id',
  'Query.ballotReceipt',
  // Nothing waits for a stranger.
  'Query.waiting',
  // Its money: figures of six persons or more, and what the funds are for.
  'Query.chartOfAccounts',
  'Query.node(Fund)',
  'Query.treasury',
  // What membership costs, and what partners are paid for.
  'Query.duesPlans',
  'Query.meters',
  'Query.node(DuesPlan)',
  'Query.node(Meter)',
  'Query.node(Partner)',
  'Query.node(PoolPolicy)',
  'Query.partner',
  'Query.partners',
  'Query.poolPolicy',
  // Signing in, and what programs need to begin.
  'DELETE /auth/*',
  'GET /auth/*',
  'PATCH /auth/*',
  'POST /auth/*',
  'PUT /auth/*',
  'GET /pages/:page',
  'POST /pages/:page',
  // What is kept of persons is told before they give anything.
  'GET /pages/privacy',
  'GET /pages/enter',
  'POST /pages/enter',
  // One’s own data: strangers are led to where one signs in, whatever they send.
  'GET /pages/my-choices',
  'GET /pages/my-delegations',
  'GET /pages/give-delegation',
  'POST /pages/give-delegation',
  'GET /pages/end-delegation',
  'POST /pages/end-delegation',
  'GET /pages/choose-visibility',
  'POST /pages/choose-visibility',
  'GET /pages/take-back-wish',
  'POST /pages/take-back-wish',
  'GET /pages/take-back-ballot',
  'GET /pages/take-back-claim',
  'POST /pages/take-back-ballot',
  'POST /pages/take-back-claim',
  'GET /pages/my-data',
  'POST /pages/my-data-archive',
  'POST /pages/call-refunds-back',
  'POST /pages/decline-claims',
  'POST /pages/take-back-claims',
  'POST /pages/waive-claims',
  'POST /pages/give-credit',
  'POST /pages/my-data-download',
  'GET /pages/my-looks',
  'GET /pages/erase-account',
  'GET /pages/give-credit',
  'GET /pages/leave',
  'GET /pages/my-data-archive',
  'GET /pages/my-data-download',
  'GET /pages/sign-out',
  'GET /pages/call-refunds-back',
  'GET /pages/decline-claims',
  'GET /pages/take-back-claims',
  'GET /pages/waive-claims',
  'GET /pages/erase-me',
  'POST /pages/erase-account',
  'POST /pages/erase-me',
  'POST /pages/leave',
  'POST /pages/sign-out',
  // Whoever has the letter of an invitation, which proves the address.
  'GET /pages/invitation',
  'POST /pages/invitation',
  'Mutation.invitationAccept',
  'GET /graphql',
  'POST /graphql',
  'GET /openapi.json',
  'GET /partner/v1/openapi.json',
  'Query.errorCodes',
  'Query.factTypes',
  'Query.jsonShapes',
  'Query.tokenScopes',
  // Who sends a hint is told by its signature; without one, everybody is told the same.
  'POST /hooks/sources/:connection',
  // The machine's: /metrics for this machine alone, the last three outside production alone.
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'GET /development/outbox',
  'GET /graphiql',
  'GET /graphiql/:file',
];

/** What answers a stranger with null where members find something: it says nothing, not no. */
export const nothingForStrangers: readonly string[] = [
  'Query.node(Application)',
  'Query.node(ApprovalRule)',
  'Query.node(CreditEntry)',
  'Query.node(DuesRefund)',
  'Query.node(MoneySource)',
  'Query.node(SourceRow)',
  'Query.node(UsagePeriod)',
  'Query.node(BankAccount)',
  'Query.node(BankLine)',
  'Query.node(Expense)',
  'Query.node(Hold)',
  'Query.node(Invitation)',
  'Query.node(Invoice)',
  'Query.node(LedgerAccount)',
  'Query.node(LedgerTransaction)',
  'Query.node(Job)',
  'Query.node(PaymentFile)',
  'Query.node(Payout)',
  'Query.node(Proposal)',
  'Query.node(StatementFile)',
  'Query.node(UsageStatement)',
  'Query.node(Waiver)',
  'Query.node(Webhook)',
  'Query.node(WebhookDelivery)',
  'Query.proposal',
];

/** Where nobody gets further than the arguments, and why that is as it should be. */
export const endsAtArguments: readonly string[] = [
  // There is no such verb under /auth.
  'DELETE /auth/*',
  'PATCH /auth/*',
  'PUT /auth/*',
  // The other routes are asked without a body: what they do with one is in the tests of each.
  'GET /graphql',
  'GET /own-archive',
  'POST /bank/statements',
  'POST /bank/statements/preview',
  'POST /files',
  'POST /graphql',
  'POST /pages/:page',
  'POST /pages/enter',
  'POST /pages/invitation',
  // A dead job and a drawn up payment file take days of the demo's year to come about.
  'GET /bank/payment-files/:id',
  // Whose the rest is nobody can say without knowing what the line brought.
  'Mutation.bankLineSplit',
  // Nobody of the cast is being paid out what they have.
  'Mutation.duesRefundCancel',
  'Mutation.jobRetry',
  // Mandates are granted by votes, and the cast has granted none.
  'Mutation.mandateBillSubmit',
  'Mutation.mandateBillVoid',
  'Mutation.paymentFileWithdraw',
  'Mutation.paymentFileWithdrawalAsk',
  // Of the decision that is asked about, nobody of the cast told anything.
  'Mutation.proposalOutcomeModerate',
  // Secretaries record proxies, and nobody of the cast is one.
  'Mutation.proxyRecord',
  // Nobody of the cast is an organisation.
  'Mutation.representativeEnd',
  // No source ships with the house that would tell a row.
  'Mutation.sourceRowClose',
];
