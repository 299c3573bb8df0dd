import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { appealStates } from './appeal.js';

const about = { proposalId: idOf('Proposal'), appealId: idOf('Proposal') };

/** An appeal was filed against what was decided, and holds it. */
export const AppealFiled = defineFact({
  type: 'governance.AppealFiled',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object(about),
});

/** What became of an appeal: upheld ends what was decided, nothing else holds it any more. */
export const AppealDecided = defineFact({
  type: 'governance.AppealDecided',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...about, state: z.enum(appealStates) }),
});

/** Somebody is to be expelled, and may appeal until then. For them. */
export const AppealTermBegan = defineFact({
  type: 'governance.AppealTermBegan',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    proposalId: idOf('Proposal'),
    memberId: idOf('Member'),
    until: z.iso.datetime(),
    /** Whether it begins anew, since nobody could decide on the appeal that was filed. */
    isAnew: z.boolean(),
  }),
});

/** What became of their appeal. For them. */
export const AppealAnswered = defineFact({
  type: 'governance.AppealAnswered',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ ...about, memberId: idOf('Member'), isUpheld: z.boolean() }),
});
