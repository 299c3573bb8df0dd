import { dayOf, defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { isErased } from '../member/decided-on.js';
import { holdStandingByTerm } from '../member/standing-lock.js';
import { membershipErrors } from '../membership.errors.js';
import { roleStore } from './role.store.js';
import { endTerm, lockedTerm } from './roles.js';

/** The members end somebody's term of office, as soon as it is carried out. */
export const EndRoleAction = defineAction({
  kind: 'role.end',
  payload: z.strictObject({ termId: idOf('RoleTerm') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  isHearing: true,
  // Refused where nobody else administers: who holds the office and is suspended does not.
  foreseenBy: 'member.read-standing',
  service: null,

  summary: () => 'Ends a member’s term of office.',

  async check(_, tx, { termId }) {
    const term = await roleStore.find(tx, termId);
    if (term !== null && !(await isErased(tx, term.memberId))) return;
    throw membershipErrors.error('ROLE_TERM_UNKNOWN', 'There is no such term here.', {
      path: ['termId'],
    });
  },

  about: async (tx, { termId }) => (await roleStore.find(tx, termId))?.memberId ?? null,

  async foresee(_, tx, { termId }) {
    const term = await roleStore.find(tx, termId);
    if (term === null) return null;
    const until = term.endsAt === null ? 'has no end' : `ends on ${dayOf(term.endsAt)}`;
    return `The term as ${term.role} ${until} without it.`;
  },

  async run(_, tx, { termId }) {
    await holdStandingByTerm(tx, termId);
    const term = await lockedTerm(tx, termId);
    // Over is what it was to be. A failure would say of who is on no list whether they left.
    if (term.endsAt === null || term.endsAt > tx.now) await endTerm(tx, term, tx.now);
  },
});
