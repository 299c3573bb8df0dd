import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { isOpenTo, knownClass } from '../member-class/open-class.js';
import { demandAdmitted, standingNow } from '../member/decided-on.js';
import { lockedMember } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import { belongs } from '../member/standing.js';
import { MemberClassChanged } from '../membership.events.js';
import { membershipErrors } from '../membership.errors.js';

/** The members make one of them a member of another class. Open votes keep their electorate. */
export const ChangeClassAction = defineAction({
  kind: 'member.change-class',
  payload: z.strictObject({ memberId: idOf('Member'), classKey: z.string().min(1).max(40) }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  foreseenBy: 'member.read-standing-history',
  service: null,

  summary: ({ classKey }) => `Makes a member one of the class ${classKey}.`,

  async check(_, tx, { memberId, classKey }) {
    await demandAdmitted(tx, memberId);
    await knownClass(tx, classKey);
  },

  foresee: async (_, tx, { memberId, classKey }) =>
    `From the class ${(await standingNow(tx, memberId)).classKey} to ${classKey}.`,

  async run(_, tx, { memberId, classKey: to }) {
    const { kind, standing, classKey: from } = await lockedMember(tx, memberId);
    // In one word, which all members read: neither how they stand nor what kind they are.
    if (!isOpenTo(await knownClass(tx, to), kind) || !belongs(standing) || from === to) {
      const message = 'As they stand now, the member does not come into this class.';
      throw membershipErrors.error('CLASS_CHANGE_REFUSED', message, { path: ['memberId'] });
    }
    await memberStore.setClass(tx, memberId, { from, to });
    tx.announce(MemberClassChanged.of(memberId, { memberId, from, to }));
  },
});
