import { z } from 'zod';
import type { Invariant } from '../db/invariant.js';
import { sqlPlannedAnew } from '../db/statement.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import { Turns } from '../turn/turns.js';
import type { BrokenLaw, BrokenLaws } from './broken-laws.js';

/** Checks every law of one co-operative's books, every night. */
export const CheckInvariantsJob = defineJob({
  name: 'platform.check-invariants',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: CheckInvariantsJob, dailyAt: '01:00', perCooperative: true });

/** Asks every law of every room about one co-operative: row-level security narrows each query. */
export class CheckInvariants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invariants: readonly Invariant[],
    private readonly brokenLaws: BrokenLaws,
  ) {}

  /**
   * What is broken is announced, counted and logged. A law that cannot be asked keeps no other from
   * being.
   *
   * @throws CodedError FORBIDDEN unless the system asks; COOPERATIVE_REQUIRED when something is
   * broken and the actor is in none; UNAVAILABLE, so that the job is tried again
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'invariant.check');
    const turns = new Turns();
    const broken: BrokenLaw[] = [];
    await turns.each(this.invariants, async ({ name, sql: text }) => {
      const label = `platform.invariant-${name.replaceAll('.', '-').slice(0, 40)}`;
      const statement = sqlPlannedAnew(label, text);
      const { length } = await this.unitOfWork.read(actor, (tx) => tx.rows(statement));
      if (length > 0) broken.push({ name, rows: length });
      return length;
    });
    await this.brokenLaws.tell(actor, broken);
    turns.end();
  }
}
