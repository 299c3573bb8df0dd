import { z } from 'zod';
import { allReactions, defineJob } from '../catalogue/job.js';
import type { Reaction } from '../catalogue/job.js';
import type { RecordedFact } from '../catalogue/fact.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { permit } from '../kernel/permissions.js';

const recordedFact = z.object({
  id: z.uuid(),
  type: z.string(),
  version: z.number(),
  subject: z.object({ kind: z.string(), id: z.uuid() }),
  visibility: z.enum(['public', 'members', 'private']),
  data: z.record(z.string(), z.unknown()),
  position: z.coerce.bigint(),
  cooperativeId: z.uuid().nullable(),
  accountId: z.uuid().nullable(),
  memberId: z.uuid().nullable(),
  partnerId: z.uuid().nullable(),
  via: z.string(),
  requestId: z.string(),
  occurredAt: z.coerce.date(),
});

/**
 * Makes the job that follows a fact, where the relay could not. Its dead letter says why, and can
 * be tried again by a version that can.
 */
export const FollowFactJob = defineJob({
  name: 'platform.follow-fact',
  payload: z.object({
    cooperativeId: z.uuid().nullable(),
    job: z.string(),
    fact: recordedFact,
  }),
});

function follow(tx: Tx, fact: RecordedFact, { job, payload, when }: Reaction): void {
  if (when(fact)) tx.enqueue(job, payload(fact), { key: fact.id });
}

/**
 * Asks for the jobs that follow a fact. One that cannot be made of it is left to a job of its own:
 * nothing that stands behind it in the log waits for its mending.
 */
export function enqueueReactions(tx: Tx, fact: RecordedFact): void {
  for (const reaction of allReactions()) {
    if (reaction.on !== fact.type) continue;
    try {
      follow(tx, fact, reaction);
    } catch {
      const { cooperativeId } = fact;
      const job = reaction.job.name;
      tx.enqueue(FollowFactJob, { cooperativeId, job, fact }, { key: `${fact.id} ${job}` });
    }
  }
}

/** What the relay could not make of one fact. */
export class FollowFact {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN unless the system asks; Error whatever stands in the way: the job
   *   is tried again, its dead letter says it
   */
  async execute(actor: Actor, given: { job: string; fact: RecordedFact }): Promise<void> {
    permit(actor, 'fact.follow');
    const { fact, job } = given;
    const reaction = allReactions().find((one) => one.on === fact.type && one.job.name === job);
    assert(reaction !== undefined, `${job} follows ${fact.type}`);
    await this.unitOfWork.run(actor, async (tx) => follow(tx, fact, reaction));
  }
}
