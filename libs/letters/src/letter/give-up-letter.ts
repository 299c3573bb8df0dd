import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { LetterGivenUp } from '../letters.events.js';
import { letterStore } from './letter.store.js';

/** Says of a letter that nobody tries it again. It stays sealed, for an operator who does. */
@Injectable()
export class GiveUpLetter {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Once, however often it is told. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, input: { letterId: string }): Promise<void> {
    permit(actor, 'letter.deliver');
    await this.unitOfWork.run(actor, async (tx) => {
      const { letterId } = input;
      const kind = await letterStore.giveUp(tx, letterId);
      if (kind === null) return;
      tx.announce(LetterGivenUp.of(letterId, { letterId, kind }));
    });
  }
}
