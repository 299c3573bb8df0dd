import { z } from 'zod';
import { defineFact } from '../catalogue/fact.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import type { Log } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';

/** A law does not hold. Never to be seen; when it is, an operator looks at once. */
export const InvariantBroken = defineFact({
  type: 'platform.InvariantBroken',
  version: 1,
  subject: 'cooperative',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ invariant: z.string(), rows: z.number() }),
});

/** A law and how many rows break it. */
export interface BrokenLaw {
  readonly name: string;
  readonly rows: number;
}

/** Where every check says what it found: in the log, as a metric, and in the audit trail. */
export class BrokenLaws {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /**
   * @throws CodedError COOPERATIVE_REQUIRED when something is broken and the actor is in none;
   *   UNAVAILABLE
   */
  async tell(actor: Actor, broken: readonly BrokenLaw[]): Promise<void> {
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
}
