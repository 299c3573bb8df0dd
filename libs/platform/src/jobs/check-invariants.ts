import { z } from 'zod';
import type { Invariant } from '../db/invariant.js';
import { sql } from '../db/statement.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { defineFact } from '../events/fact.js';
import type { Actor } from '../kernel/actor.js';
import { defineJob, defineSchedule } from './job.js';

/** Checks every law of one co-operative's books, every night. */
export const CheckInvariantsJob = defineJob({
  name: 'platform.check-invariants',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

/** A law does not hold. Never to be seen; when it is, an operator looks at once. */
export const InvariantBroken = defineFact(
  'platform.InvariantBroken',
  1,
  z.object({ invariant: z.string(), rows: z.number() }),
);

defineSchedule({ job: CheckInvariantsJob, dailyAt: '01:00', perCooperative: true });

export interface BrokenInvariant {
  readonly name: string;
  readonly rows: number;
}

/**
 * Asks every invariant about the actor's co-operative: row-level security narrows each query to it.
 * What is broken is announced and returned.
 */
export async function checkInvariants(
  unitOfWork: UnitOfWork,
  actor: Actor,
  invariants: readonly Invariant[],
): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const { name, sql: text } of invariants) {
    const statement = sql(`platform.invariant-${name.replaceAll('.', '-').slice(0, 40)}`, text);
    const rows = await unitOfWork.read(actor, (tx) => tx.rows(statement));
    if (rows.length > 0) broken.push({ name, rows: rows.length });
  }
  if (broken.length > 0) {
    await unitOfWork.run(actor, async (tx) => {
      for (const { name, rows } of broken) {
        tx.announce(
          InvariantBroken.of({
            subject: { kind: 'co-operative', id: tx.cooperativeId },
            visibility: 'private',
            data: { invariant: name, rows },
          }),
        );
      }
    });
  }
  return broken;
}
