import { CodedError, defineAction, idOf, roleNames } from '@rochdale/platform';
import { z } from 'zod';
import { demandAdmitted } from '../member/decided-on.js';
import { membershipErrors } from '../membership.errors.js';
import { termOverlap } from './appoint-role.js';
import { appointInTx } from './roles.js';

const moment = z.iso.datetime();

/** The members put one of them into an office, for a term that ends by itself. */
export const AppointRoleAction = defineAction({
  kind: 'role.appoint',
  payload: z.strictObject({
    memberId: idOf('Member'),
    role: z.enum(roleNames),
    /** When it is carried out, where it is left out or over by then. */
    startsAt: moment.nullish(),
    /** Until it is ended, where it is left out. */
    endsAt: moment.nullish(),
  }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  foreseenBy: 'member.read-standing',
  service: null,

  summary: ({ role, startsAt, endsAt }) =>
    `Puts a member into the office of ${role}${between(startsAt, endsAt)}.`,

  async check(_, tx, { memberId, startsAt, endsAt }) {
    await demandAdmitted(tx, memberId);
    const from = startsAt ?? tx.now.toISOString();
    if (isNone(endsAt) || new Date(endsAt) > new Date(from)) return;
    throw membershipErrors.error('ROLE_TERM_INVALID', 'A term ends after it starts.', {
      path: ['endsAt'],
    });
  },

  async run(_, tx, { memberId, role, ...term }) {
    const wanted = isNone(term.startsAt) ? tx.now : new Date(term.startsAt);
    const startsAt = wanted < tx.now ? tx.now : wanted;
    const endsAt = isNone(term.endsAt) ? null : new Date(term.endsAt);
    try {
      await appointInTx(tx, { memberId, role, origin: 'elected', startsAt, endsAt });
    } catch (error) {
      throw appointmentRefused(error) ?? error;
    }
  },
});

/**
 * Why nobody was appointed is read by all members, beside the vote: whether the office is held
 * already or its holder could not be one, it says neither, and so not how anybody stands.
 */
function appointmentRefused(error: unknown): Error | null {
  const isOfStanding = error instanceof CodedError && error.code === 'ROLE_NEEDS_MEMBER';
  if (!isOfStanding && termOverlap(error) === null) return null;
  const message = 'As things stand now, the member cannot be put into this office.';
  return membershipErrors.error('ROLE_APPOINTMENT_REFUSED', message, { path: ['memberId'] });
}

function isNone(time: string | null | undefined): time is null | undefined {
  return time === null || time === undefined;
}

function between(startsAt: string | null | undefined, endsAt: string | null | undefined): string {
  const from = isNone(startsAt) ? '' : ` from ${startsAt.slice(0, 10)}`;
  const until = isNone(endsAt) ? ', until it is ended' : ` until ${endsAt.slice(0, 10)}`;
  return `${from}${until}`;
}
