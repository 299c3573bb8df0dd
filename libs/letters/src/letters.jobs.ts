import { z } from 'zod';
import { defineJob, defineRelaySink, defineSchedule, lettersOn } from '@rochdale/platform';

/** Gives a letter to the mail server. */
export const DeliverLetterJob = defineJob({
  name: 'letters.deliver-letter',
  // Letters about accounts have no co-operative; those queued by version 0.1.0 do not say so.
  payload: z.object({ cooperativeId: z.uuid().nullish(), letterId: z.uuid() }),
  attempts: 12,
  backoffMs: 5_000,
  concurrency: 2,
  // Less than the lease of a letter, so that no second process sends it meanwhile.
  timeoutMs: 90_000,
});

/** Forgets letters about accounts at their term; those of a co-operative go with what is its. */
export const SweepLettersJob = defineJob({
  name: 'letters.sweep-letters',
  payload: z.object({ slot: z.string().optional() }),
  concurrency: 1,
});

defineSchedule({ job: SweepLettersJob, perCooperative: false, everyMs: 24 * 60 * 60_000 });

/** Writes the letters of one kind that follow one fact. */
export const WriteFactLettersJob = defineJob({
  name: 'letters.write-fact-letters',
  payload: z.object({ cooperativeId: z.uuid(), factId: z.uuid(), kind: z.string() }),
});

// In the relay's own transaction: a fact has its letters' job exactly when it was taken.
defineRelaySink(async (tx, facts) => {
  for (const { id: factId, type, cooperativeId } of facts) {
    if (cooperativeId === null) continue;
    for (const { kind } of lettersOn(type)) {
      const key = `${factId} ${kind}`;
      tx.enqueue(WriteFactLettersJob, { cooperativeId, factId, kind }, { key });
    }
  }
});
