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

defineSchedule({ job: SweepProposals, perCooperative: true, everyMs: 10 * 60_000 });
