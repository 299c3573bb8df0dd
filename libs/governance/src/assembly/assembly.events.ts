import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    assembly: true;
  }
}

const assembly = { assemblyId: idOf('Assembly') };

/** An assembly goes on. */
export const AssemblyBegan = defineFact({
  type: 'governance.AssemblyBegan',
  version: 1,
  subject: 'assembly',
  visibility: 'members',
  data: z.object({ ...assembly, title: z.string() }),
});

/**
 * How many came at once, or went; who, is told to nobody. Private where they checked themselves in:
 * it says who did.
 */
export const AttendanceChanged = defineFact({
  type: 'governance.AttendanceChanged',
  version: 1,
  subject: 'assembly',
  visibility: 'members',
  privatelyFor: 'assembly.check-in',
  data: z.object({ ...assembly, members: z.int() }),
});

/** An officer says that somebody is there, or is not any more. For them. */
export const CheckedByAnother = defineFact({
  type: 'governance.CheckedByAnother',
  version: 1,
  subject: 'assembly',
  visibility: 'private',
  wholeFor: 'assembly.read-attendances',
  data: z.object({ ...assembly, memberId: idOf('Member'), isLeaving: z.boolean() }),
});

/** It was tried to put something to the vote, and not enough who may vote were there. */
export const AssemblyTooFew = defineFact({
  type: 'governance.AssemblyTooFew',
  version: 1,
  subject: 'assembly',
  visibility: 'members',
  data: z.object({ ...assembly, proposalId: idOf('Proposal') }),
});

export const AssemblyEnded = defineFact({
  type: 'governance.AssemblyEnded',
  version: 1,
  subject: 'assembly',
  visibility: 'members',
  data: z.object(assembly),
});
