/** How long something is kept, by name. */
export const terms = {
  membership: 'until the member is erased, who left or was excluded',
  account: 'until the account is erased',
  decisions: 'as long as the co-operative, without what leads to the person',
  books: 'as long as the law of books says',
  vouchers: 'as long as the law of vouchers says',
  applications: 'six months after the decision',
  invitations: 'thirty days after it is over',
  'sealed-reasons': 'ninety days after the decision',
  letters: 'thirty days',
  deliveries: 'ninety days',
  'sign-in': 'until it is over',
  credentials: 'until it is taken back, and a year',
  jobs: 'thirty days after the job ended',
  audit: 'three years',
  usage: 'two years after the month was settled',
  sources: 'two years',
  looks: 'two years',
  served: 'until it has served',
} as const;
export type TermName = keyof typeof terms;
