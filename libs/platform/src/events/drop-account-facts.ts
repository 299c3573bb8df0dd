import { z } from 'zod';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import { sql } from '../db/statement.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { assert } from '../kernel/assert.js';
import { startOfDay } from '../kernel/day.js';
import { permit } from '../kernel/permissions.js';
import { rowsAtOnce } from '../privacy/retention.js';
import { keptSince } from '../privacy/terms.js';

/** Drops what the trail says of accounts, in no co-operative, when it was kept long enough. */
export const DropAccountFactsJob = defineJob({
  name: 'platform.drop-account-facts',
  payload: z.object({ slot: z.string().optional() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: DropAccountFactsJob, dailyAt: '02:00', perCooperative: false });

const drop = sql(
  'platform.drop-old-facts-of-accounts',
  `delete from platform.facts where id in (
     select id from platform.facts where cooperative_id is null and occurred_at < $1
       and not platform.awaits_relay(position) limit ${rowsAtOnce})`,
);

/** Every co-operative drops its own; those of accounts are of none. */
export class DropAccountFacts {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many went. @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'fact.drop');
    let dropped = 0;
    let rows: number;
    do {
      rows = await this.unitOfWork.run(actor, async (tx) => {
        const since = keptSince('audit', { today: await tx.today(), country: null });
        assert(since !== null, 'the trail is kept for days');
        return tx.run(drop, [startOfDay(since)]);
      });
      dropped += rows;
    } while (rows === rowsAtOnce);
    return dropped;
  }
}
