/** What a builder says of detached votes. */
export const secrecyWords = {
  secrecy: {
    words:
      'Whether who has voted and what was voted lie apart, for good: `detached`. Left out, a ' +
      'ballot is its voter’s.',
    example: 'detached',
    excludes: [
      {
        words: 'A detached vote is secret until it is closed.',
        refused: { secretUntilClosed: false, reasons: 'none' },
      },
      {
        words: 'Its ballots have no reasons.',
        refused: { secretUntilClosed: true, reasons: 'optional' },
      },
      {
        words: 'It ends at its time.',
        refused: {
          secretUntilClosed: true,
          reasons: 'none',
          earlyClose: { when: 'outcome-certain' },
        },
      },
      {
        words: 'Nobody votes on paper in it.',
        refused: {
          secretUntilClosed: true,
          reasons: 'none',
          earlyClose: null,
          paper: { countWithinHours: 48 },
        },
      },
      {
        words: 'Each of its ballots weighs one, and counts whoever leaves.',
        refused: { secretUntilClosed: true, reasons: 'none', earlyClose: null, leavers: 'void' },
      },
    ],
  },
  minimumGroup: {
    words:
      'The fewest who may vote for a detached vote to be held, three or more. Left out, five. ' +
      'How many do vote it does not say: a count of few tells much of each, and a quorum helps.',
    example: 10,
    excludes: [{ words: 'It belongs to a detached vote.', refused: { secretUntilClosed: true } }],
  },
};
