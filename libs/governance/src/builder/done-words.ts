/** What a builder says of rules under which things are done before they are told. */
export const doneWords = {
  alreadyDone: {
    words:
      'Whether what is told under it was done already. It waits for nobody and carries out ' +
      'nothing; who would rather have it decided objects, and it goes on to a vote. Left out, ' +
      'nothing is done before it is decided.',
    example: true,
    excludes: [
      {
        words: 'It stands unless somebody objects, and names the policy that it then goes on to.',
        refused: { alreadyDone: true },
      },
    ],
  },
};
