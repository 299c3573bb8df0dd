import { z } from 'zod';
import type { Invariant } from '../db/invariant.js';
import { sql } from '../db/statement.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { defineFact } from '../catalogue/fact.js';
import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';
import type { Log } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';
import { defineJob, defineSchedule } from '../catalogue/job.js';

/** Checks every law of one co-operative's books, every night. */
export const CheckInvariantsJob = defineJob({
  name: 'platform.check-invariants',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

/** A law does not hold. Never to be seen; when it is, an operator looks at once. */
export const InvariantBroken = defineFact({
  type: 'platform.InvariantBroken',
  version: 1,
  subject: 'cooperative',
  visibility: 'private',
  data: z.object({ invariant: z.string(), rows: z.number() }),
});

defineSchedule({ job: CheckInvariantsJob, dailyAt: '01:00', perCooperative: true });

interface Broken {
  readonly name: string;
  readonly rows: number;
}

/** Asks every law of every room about one co-operative: row-level security narrows each query. */
export class CheckInvariants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invariants: readonly Invariant[],
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /**
   * What is broken is announced, counted and logged.
   *
   * @throws CodedError FORBIDDEN unless the system asks; COOPERATIVE_REQUIRED when something is
   * broken and the actor is in none; UNAVAILABLE, so that the job is tried again
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'invariant.check');
    const broken = await this.#broken(actor);
    if (broken.length === 0) return;
    // First in the log: what is broken may be why it cannot be announced.
    for (const { name, rows } of broken) {
      this.metrics.errors.inc({ code: 'INVARIANT_BROKEN' });
      const { cooperativeId } = actor;
      this.log.fatal({ invariant: name, rows, cooperativeId }, 'a law is broken');
    }
    await this.unitOfWork.run(actor, async (tx) => {
      for (const { name, rows } of broken) {
        tx.announce(InvariantBroken.of(tx.cooperativeId, { invariant: name, rows }));
      }
    });
  }

  async #broken(actor: Actor): Promise<Broken[]> {
    const broken: Broken[] = [];
    for (const { name, sql: text } of this.invariants) {
      const statement = sql(`platform.invariant-${name.replaceAll('.', '-').slice(0, 40)}`, text);
      const rows = await this.unitOfWork.read(actor, (tx) => tx.rows(statement));
      if (rows.length > 0) broken.push({ name, rows: rows.length });
    }
    return broken;
  }
}
