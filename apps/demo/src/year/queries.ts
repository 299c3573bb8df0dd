/** Requests to paste into GraphiQL, in the order in which somebody looks around. */
export const queries: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'The public treasury, which anyone reads',
    text: `{
  treasury {
    totals { currency assets { decimal } liabilities { decimal } result { decimal } }
    accounts { code name balance { decimal currency } }
  }
}`,
  },
  {
    title: 'Decisions with their tallies, for members',
    text: `{
  proposals(first: 5) {
    edges { node { title status closesAt
      tally { ballots outcomeNow stances { stance weight } } } }
  }
}`,
  },
  {
    title: 'Your own dues, for members',
    text: `{
  myPledge { amount { decimal currency } plan { name } }
  myInvoices(first: 12) { edges { node { reference state dueOn amount { decimal } } } }
}`,
  },
];
