/** What an erasure leaves, as it is told to whom it is about. */
export interface Remainder {
  readonly what: string;
  readonly why: string;
  /** Said in place of the terms of the columns, where those are of what they stand in. */
  readonly until?: string;
}

/** In plain words: a member reads them on the day on which they go. In the order of the page. */
export const remainders = {
  claims: {
    what: 'What you claimed, if it was owed to you, with its receipts',
    why:
      'The law asks for proof of what was spent. Other members are not shown it. Treasurers and ' +
      'auditors can open it, and each time that one does is written down. Of a claim that ' +
      'the members voted on and that was not owed the amount alone stays.',
  },
  books: {
    what: 'What you were asked for and paid, what you were let off, and what was booked of it',
    why: 'The law asks for the books: amounts and days, without your name.',
  },
  bank: {
    what: 'What the bank told of payments from you and to you',
    why: 'It proves what is in the books. Nobody here is shown the name and the account in it.',
  },
  paid: {
    what: 'What was paid to you, and the account that it went to',
    why: 'It proves what is in the books. The account is sealed: nobody here reads it.',
  },
  held: {
    what: 'The name on a bank account, if you held it for the co-operative',
    why: 'The account is the co-operative’s.',
  },
  votes: { what: 'Your votes', why: 'They were counted. They lead to nobody any more.' },
  decisions: {
    what: 'What you proposed and others decided by',
    why: 'What holds has to be known. It leads to nobody any more.',
  },
  marks: {
    what: 'Marks of your name, and of a name that you went by and gave up',
    why:
      'By them the service hides what still comes in your name, and lets nobody go by it soon. ' +
      'Nobody can read a name from them.',
  },
  told: {
    what: 'That services which you used were asked to forget you',
    why: 'So that none of them misses it. Each knows you by a number of its own alone.',
  },
  account: {
    what: 'That there was an account, and on which day it was erased',
    why: 'It says of nobody whose it was.',
    until: 'for good',
  },
  numbers: {
    what: 'Numbers that stood for you in what others wrote down',
    why: 'They lead to nobody any more.',
    until: 'as long as what they stand in',
  },
} as const satisfies Readonly<Record<string, Remainder>>;

export type Remains = keyof typeof remainders;
