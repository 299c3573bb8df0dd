/** A page as a client shows it, and how many rows it has to have, or the figure means nothing. */
export interface PageOfBench {
  readonly name: string;
  readonly query: string;
  /** How often `counted` stands in the answer, at least. */
  readonly rows: number;
  readonly counted?: string;
}

const money = '{ minor currency decimal }';
const allowed = '{ allowed reason }';
const pageInfo = 'pageInfo { hasNextPage endCursor }';

/** Ten main pages, each with what its screen needs. `$proposalId` is a proposal with ballots. */
export const pages: readonly PageOfBench[] = [
  {
    name: '100 ledger transactions, 200 postings',
    rows: 200,
    counted: '"position":',
    query: `ledgerTransactions(first: 100) { edges { node { id effectiveAt description sourceKind
      postings { position memo amount ${money} account { id code name } } } } ${pageInfo} }`,
  },
  {
    name: '50 expenses with items',
    rows: 50,
    query: `expenses(first: 50) { edges { node { id title status payeeKind amount ${money}
      createdAt submittedAt decidedAt submitter { id displayName }
      items { id description category incurredOn amount ${money} } } } ${pageInfo} }`,
  },
  {
    name: 'accounts',
    rows: 20,
    counted: '"code":',
    query: `ledgerAccounts { id code name kind balance ${money} held ${money}
      available ${money} }`,
  },
  {
    name: 'members with offices',
    rows: 30,
    query: `members(first: 50) { edges { node { id displayName kind classKey standing admittedAt
      roles { id role startsAt endsAt } } } ${pageInfo} }`,
  },
  {
    name: '50 proposals with tallies',
    rows: 50,
    query: `proposals(first: 50) { edges { node { id title status policyKey openedAt closesAt
      outcome proposer { id displayName } viewerBallot { stance } viewerWeight
      tally { ballots castWeight outcomeNow stances { stance ballots weight }
        quorum { weight neededWeight reached } agreement { weight ofWeight reached } } } }
      ${pageInfo} }`,
  },
  {
    name: 'a proposal with 20 ballots',
    rows: 20,
    query: `proposal(id: $proposalId) { id title body status openedAt closesAt electorateSize
      proposer { id displayName } policyKey policyVersion
      tally { ballots castWeight electorateWeight stances { stance ballots weight }
        quorum { weight neededWeight reached } agreement { weight ofWeight reached }
        blockStands outcomeNow }
      viewerBallot { id stance castAt } viewerWeight viewerCan { castBallot ${allowed} }
      ballots(first: 20) { edges { cursor node { id stance weight reason castAt
        voter { id displayName } } } ${pageInfo} } }`,
  },
  {
    name: '50 invoices',
    rows: 50,
    query: `invoices(first: 50) { edges { node { id number reference state dueOn issuedAt paidAt
      amount ${money} paid ${money} open ${money} member { id displayName }
      plan { id name } } } ${pageInfo} }`,
  },
  {
    name: '100 bank lines',
    rows: 100,
    query: `bankLines(first: 100) { edges { node { id state bookingDate amount ${money}
      counterpartyName reference freeText matchedKind matchedId transactionId } } ${pageInfo} }`,
  },
  {
    name: '50 payouts',
    rows: 50,
    query: `payouts(first: 50) { edges { node { id state amount ${money} memo requestedAt
      payee { id displayName } viewerCan { release ${allowed} cancel ${allowed} } } }
      ${pageInfo} }`,
  },
  {
    name: '100 entries of the audit trail',
    rows: 100,
    query: `auditTrail(first: 100) { edges { node { id type subjectKind subjectId actorKind memberId
      via occurredAt dataJson } } ${pageInfo} }`,
  },
];
