/** What a builder says of papers beside ballots. */
export const paperWords = {
  paper: {
    words:
      'Papers beside ballots: officers hand them out, two people count them. So many hours the ' +
      'vote waits for that after its end. Left out, nobody votes on paper.',
    example: { countWithinHours: 48 },
    excludes: [
      {
        words: 'Nobody votes on paper in a detached vote.',
        refused: {
          secrecy: 'detached',
          secretUntilClosed: true,
          reasons: 'none',
          earlyClose: null,
        },
      },
      {
        words: 'Such a vote ends at its time.',
        refused: { earlyClose: { when: 'outcome-certain' } },
      },
      {
        words: 'Each paper weighs one, and counts whoever leaves.',
        refused: { earlyClose: null, leavers: 'void' },
      },
    ],
  },
};
