/** Requests to paste into GraphiQL, in the order in which somebody looks around. */
export const queries: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: 'The public treasury, which anyone reads',
    text: `{
  treasury {
    releases { month figures { since kind name amount { decimal currency } } }
    funds { name purpose limit { decimal } }
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
  {
    title: 'What is said in votes about yourself, and who read it',
    text: `{
  hearingsAboutMe(first: 5) { edges { node { title body reasons actionKinds status closesAt } } }
  looksAtMe(first: 10) { edges { node { what offices by { displayName } lookedAt } } }
}`,
  },
];
