/** What a builder says of votes in an assembly. */
export const assemblyWords = {
  assembly: {
    words:
      'Votes that an assembly decides: who chairs it opens and closes them by hand, and those ' +
      'who are present vote. Left out, votes open and close by time.',
    example: { presentShare: '1/10' },
    excludes: [
      {
        words: 'Members are told beforehand, and nobody but the chair closes it.',
        refused: { noticeHours: 0 },
      },
      {
        words: 'It is secret until it is closed.',
        refused: { noticeHours: 24, earlyClose: null, lateQuorum: null, secretUntilClosed: false },
      },
    ],
  },
};
