import { Injectable } from '@nestjs/common';
import { SweepExpired, SweepExpiredSessions } from '@rochdale/identity';
import { handle } from '@rochdale/platform';

@Injectable()
export class IdentityProcessor {
  constructor(private readonly sweep: SweepExpiredSessions) {}

  readonly handlers = [handle(SweepExpired, (actor) => this.sweep.execute(actor))];
}
