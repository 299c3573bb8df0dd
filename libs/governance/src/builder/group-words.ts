/** What a builder says of working groups, and of what has to lie in a fund. */
export const groupWords = {
  decidedBy: {
    words:
      'Who decides, of those who may vote: the members of the working group that a proposal ' +
      'belongs to. Nothing is carried out then. Left out, everybody decides.',
    example: 'working-group',
    excludes: [
      {
        words: 'To offices members are elected by all.',
        refused: {
          decidedBy: 'working-group',
          elects: { offices: ['treasurer'], nominationHours: 168, termMonths: 12 },
        },
      },
    ],
  },
  filedBy: {
    words:
      'Who proposes to the working group where it decides: any member. Left out, whoever is in it.',
    example: 'members',
  },
};

export const bufferWords = {
  buffer: {
    words:
      'What has to lie in a fund before a fund is created, or money set aside in another, under ' +
      'the rule: asked when a vote opens, and when it is carried out. Left out, nothing has to.',
    example: { fundKey: 'common', atLeastMinor: '150000', currency: 'EUR' },
    excludes: [
      {
        words: 'An amount has a currency.',
        refused: { buffer: { fundKey: 'common', atLeastMinor: '150000' } },
      },
    ],
  },
};

export const bufferPartWords = {
  'buffer.fundKey': { words: 'The key of the fund.', example: 'common' },
  'buffer.atLeastMinor': {
    words:
      'How much has to lie in it, in minor units. Left out, as much as the fund may hold by its ' +
      'limit; where there is no such fund, nothing.',
    example: '150000',
  },
  'buffer.currency': { words: 'In which currency. A fund of another is none.', example: 'EUR' },
};
