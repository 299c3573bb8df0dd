import { StandingChanged, WorkingGroupClosed } from '@rochdale/membership';
import { assert, defineJob, defineReaction, defineSchedule, retiredJob } from '@rochdale/platform';
import { z } from 'zod';

/**
 * Asks, after a ballot, whether the rule lets voting end before its time, or go on after it.
 * Whoever put the question to the vote carries it out.
 */
export const ConsiderEarlyClose = defineJob({
  name: 'governance.consider-early-close',
  payload: z.object({ cooperativeId: z.uuid(), proposalId: z.uuid() }),
});

/** Closes voting at its time: extends, counts, decides. Carried out by the same. */
export const CloseDueProposal = defineJob({
  name: 'governance.close-proposal',
  payload: z.object({ cooperativeId: z.uuid(), proposalId: z.uuid() }),
});

/** Counts some of the decided votes again, every night. */
export const RecountByTurnsJob = defineJob({
  name: 'voting.recount-by-turns',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: RecountByTurnsJob, dailyAt: '01:30', perCooperative: true });

/** Asks those who count papers to do so. */
export const AskForPapersJob = defineJob({
  name: 'voting.ask-for-papers',
  payload: z.object({
    cooperativeId: z.uuid(),
    proposalId: z.uuid(),
    step: z.enum(['over', 'reminder']),
  }),
});

retiredJob('voting.consider-without-member', 'whoever left is waited for, and ends no vote');

/** Who is suspended or belongs no more votes for nobody, and nobody for them. */
export const EndDelegationsJob = defineJob({
  name: 'voting.end-delegations',
  payload: z.object({
    cooperativeId: z.uuid(),
    memberId: z.uuid(),
    changedAt: z.iso.datetime(),
  }),
});

defineReaction({
  on: StandingChanged,
  job: EndDelegationsJob,
  when: ({ data }) => ['suspended', 'left', 'expelled'].includes(data.to),
  payload: ({ cooperativeId, occurredAt, data: { memberId } }) => {
    assert(cooperativeId !== null, 'members stand in a co-operative');
    return { cooperativeId, memberId, changedAt: occurredAt.toISOString() };
  },
});

/** What somebody was to vote for another on, of a working group, comes no more. */
export const EndDelegationsOfGroupJob = defineJob({
  name: 'voting.end-delegations-of-group',
  payload: z.object({ cooperativeId: z.uuid(), key: z.string(), closedAt: z.iso.datetime() }),
});

defineReaction({
  on: WorkingGroupClosed,
  job: EndDelegationsOfGroupJob,
  payload: ({ cooperativeId, occurredAt, data: { key } }) => {
    assert(cooperativeId !== null, 'groups are of a co-operative');
    return { cooperativeId, key, closedAt: occurredAt.toISOString() };
  },
});
