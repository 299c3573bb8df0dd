import { z } from 'zod';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import type { JobHandler } from '../catalogue/handler.js';
import { defineJob } from '../catalogue/job.js';

/**
 * Tells what a dead letter was about that nobody tries it again. A job of its own, written when the
 * letter died: so it happens at least once, and when it cannot, it is seen as a dead letter itself.
 */
export const TellGivenUpJob = defineJob({
  name: 'platform.tell-given-up',
  payload: z.object({ cooperativeId: z.uuid().nullable(), jobId: z.uuid() }),
  attempts: 12,
});

export interface DeadJob {
  readonly id: string;
  readonly name: string;
  readonly cooperativeId: string | null;
}

interface DeadLetter extends DeadJob {
  readonly payload: object;
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
}

const find = sql(
  'platform.find-dead-letter',
  `select id, name, cooperative_id as "cooperativeId", payload, attempts,
     last_error_code as code, last_error as message
   from platform.jobs
   where id = $1 and cooperative_id is not distinct from $2 and status = 'dead'`,
);

/** In the transaction in which the job died: asks for its handler to be told, if it listens. */
export function noteGivenUp(tx: Tx, { id, cooperativeId }: DeadJob, handler: JobHandler): void {
  if (handler.givenUp !== undefined) tx.enqueue(TellGivenUpJob, { cooperativeId, jobId: id });
}

/** A letter that an operator had tried again meanwhile is given up no more, and nobody is told. */
export function tellGivenUp(
  unitOfWork: UnitOfWork,
  handlerOf: (name: string) => JobHandler,
): JobHandler {
  return {
    name: TellGivenUpJob.name,
    run: async (actor, payload) => {
      const { cooperativeId, jobId } = TellGivenUpJob.payload.parse(payload);
      const letter = await unitOfWork.read(systemActor(null, 'job'), (tx) =>
        tx.maybeOne<DeadLetter>(find, [jobId, cooperativeId]),
      );
      if (letter === null) return;
      const { code, message, attempts } = letter;
      await handlerOf(letter.name).givenUp?.(actor, letter.payload, { code, message, attempts });
    },
  };
}
