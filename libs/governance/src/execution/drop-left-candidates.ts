import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { candidateStore } from '../proposal/candidate.store.js';

/** Who was to stand in drafts that were forgotten, and a process of the version before left. */
@Injectable()
export class DropLeftCandidates {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many went.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'proposal.close');
    return this.unitOfWork.run(actor, (tx) => candidateStore.dropForgotten(tx));
  }
}
