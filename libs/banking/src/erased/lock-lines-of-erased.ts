import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { followBooked } from './follow-lines.js';

/** After a line was booked: what else is known by it to be of a member who was erased, or not. */
@Injectable()
export class LockLinesOfErased {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** At least once: done again, it finds the same. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { lineId }: { readonly lineId: string }): Promise<void> {
    permit(actor, 'statement.process');
    await this.unitOfWork.run(actor, (tx) => followBooked(tx, lineId));
  }
}
