import { Inject, Injectable } from '@nestjs/common';
import {
  CheckInvariantsJob,
  checkInvariants,
  handle,
  LOG,
  Metrics,
  UnitOfWork,
} from '@rochdale/platform';
import type { Log } from '@rochdale/platform';
import { invariants } from '../invariants.js';

@Injectable()
export class PlatformProcessor {
  readonly handlers;

  constructor(unitOfWork: UnitOfWork, metrics: Metrics, @Inject(LOG) log: Log) {
    this.handlers = [
      handle(CheckInvariantsJob, async (actor) => {
        for (const { name, rows } of await checkInvariants(unitOfWork, actor, invariants)) {
          metrics.errors.inc({ code: 'INVARIANT_BROKEN' });
          log.fatal(
            { invariant: name, rows, cooperativeId: actor.cooperativeId },
            'a law is broken',
          );
        }
      }),
    ];
  }
}
