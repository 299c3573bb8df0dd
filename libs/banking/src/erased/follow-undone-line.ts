import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { followUndone } from './follow-lines.js';

/** After a match was undone: what it had said of whose lines are. */
@Injectable()
export class FollowUndoneLine {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** At least once: done again, it finds the same. @throws CodedError FORBIDDEN */
  async execute(
    actor: Actor,
    undone: { readonly lineId: string; readonly memberIds: readonly string[] },
  ): Promise<void> {
    permit(actor, 'statement.process');
    await this.unitOfWork.run(actor, (tx) => followUndone(tx, undone));
  }
}
