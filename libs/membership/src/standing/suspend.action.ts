import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { demandAdmitted, standingNow } from '../member/decided-on.js';
import { foreseenMove, moveDecided } from './move-decided.js';

/** The members suspend one of them: so that there is time to be heard. */
export const SuspendMemberAction = defineAction({
  kind: 'member.suspend',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  foreseenBy: 'member.read-standing',
  isHearing: true,
  service: null,

  summary: () => 'Suspends a member, who neither votes nor holds office meanwhile.',

  check: (_, tx, { memberId }) => demandAdmitted(tx, memberId),

  foresee: async (_, tx, { memberId }) =>
    foreseenMove(await standingNow(tx, memberId), 'suspended'),

  run: (_, tx, { memberId }) => moveDecided(tx, memberId, 'suspended', 'conduct'),
});
