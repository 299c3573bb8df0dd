import { defineAction, isDay, monthsLater, roleNames, startOfDay } from '@rochdale/platform';
import { z } from 'zod';
import { electInTx } from './roles.js';

/** Those whom a vote between members elects hold an office, from a day, for the rule's term. */
export const ElectRoleAction = defineAction({
  kind: 'role.elect',
  payload: z.strictObject({
    role: z.enum(roleNames),
    /** The co-operative's day on which terms begin; as it is carried out where that is over. */
    startsOn: z.string().refine(isDay, 'A day of the calendar.').nullish(),
  }),
  underPolicies: ['minority', 'majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,

  electsTo: ({ role }) => role,
  notBefore: ({ startsOn }) => startsOn ?? null,

  summary: ({ role, startsOn }) =>
    `Puts who is elected into the office of ${role}${from(startsOn)}, for the rule’s term.`,

  async run(_, tx, { role, startsOn }, { elected: { memberIds, termMonths, until } }) {
    const today = await tx.today();
    const day = isAhead(startsOn, today) ? startsOn : today;
    const timeZone = await tx.timeZone();
    const begins = startOfDay(day, timeZone);
    const startsAt = begins < tx.now ? tx.now : begins;
    const endsAt = startOfDay(until ?? monthsLater(day, termMonths), timeZone);
    for (const memberId of memberIds) await electInTx(tx, { memberId, role, startsAt, endsAt });
  },
});

const from = (startsOn: string | null | undefined): string =>
  startsOn === null || startsOn === undefined ? '' : ` from ${startsOn}`;

const isAhead = (day: string | null | undefined, today: string): day is string =>
  day !== null && day !== undefined && day > today;
