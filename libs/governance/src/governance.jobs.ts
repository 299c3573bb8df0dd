import { defineJob, defineSchedule } from '@rochdale/platform';
import { z } from 'zod';

const oneProposal = z.object({ cooperativeId: z.uuid(), proposalId: z.uuid() });

/** Opens voting when the notice has run out. */
export const OpenAfterNotice = defineJob({
  name: 'governance.open-after-notice',
  payload: oneProposal,
});

/** Runs the actions of a passed proposal when its timelock has run out. */
export const ExecutePassedProposal = defineJob({
  name: 'governance.execute-proposal',
  payload: oneProposal,
});

/** Finds what is due and was not done: a job that was lost or is dead stops nothing for good. */
export const SweepProposals = defineJob({
  name: 'governance.sweep-proposals',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Seals what was said in hearings before they were sealed. */
export const SealHearingsJob = defineJob({
  name: 'governance.seal-hearings',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Ends drafts of hearings that nobody opens. */
export const EndLeftHearingsJob = defineJob({
  name: 'governance.end-left-hearings',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Fills seats of elections that became vacant, by their ballots. */
export const FillSeatsJob = defineJob({
  name: 'governance.fill-seats',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Ends what waits for the members to ratify it, when they decided or the term is over. */
export const SettleRatificationsJob = defineJob({
  name: 'governance.settle-ratifications',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Lets go on what appeals held whose votes are over. */
export const SettleAppealsJob = defineJob({
  name: 'governance.settle-appeals',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

/** Reminds of decisions that are to be looked at again. */
export const RemindReviewsJob = defineJob({
  name: 'governance.remind-reviews',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
});

defineSchedule({ job: RemindReviewsJob, perCooperative: true, dailyAt: '06:10' });
defineSchedule({ job: SettleAppealsJob, perCooperative: true, everyMs: 60 * 60_000 });
defineSchedule({ job: SettleRatificationsJob, perCooperative: true, everyMs: 60 * 60_000 });
defineSchedule({ job: FillSeatsJob, perCooperative: true, dailyAt: '02:40' });
defineSchedule({ job: SealHearingsJob, perCooperative: true, everyMs: 24 * 60 * 60_000 });
defineSchedule({ job: EndLeftHearingsJob, perCooperative: true, dailyAt: '03:20' });
defineSchedule({ job: SweepProposals, perCooperative: true, everyMs: 10 * 60_000 });
