import { Injectable } from '@nestjs/common';
import { SweepExpired, SweepExpiredSessions } from '@rochdale/identity';
import { handle } from '@rochdale/platform';
import type { Processor } from '../processors.js';

@Injectable()
export class IdentityProcessor implements Processor {
  constructor(private readonly sweep: SweepExpiredSessions) {}

  readonly handlers = [handle(SweepExpired, (actor) => this.sweep.execute(actor))];
}
