import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { demandAdmitted, standingNow } from '../member/decided-on.js';
import { foreseenMove, moveDecided } from './move-decided.js';

/** The members expel one of them, who was suspended before and could be heard. It is for good. */
export const ExpelMemberAction = defineAction({
  kind: 'member.expel',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  foreseenBy: 'member.read-standing',
  isHearing: true,
  service: null,

  summary: () =>
    'Expels a member, for good; where they are not suspended by then, nothing is done.',

  check: (_, tx, { memberId }) => demandAdmitted(tx, memberId),

  foresee: async (_, tx, { memberId }) => foreseenMove(await standingNow(tx, memberId), 'expelled'),

  run: (_, tx, { memberId }) => moveDecided(tx, memberId, 'expelled', 'expelled'),
});
