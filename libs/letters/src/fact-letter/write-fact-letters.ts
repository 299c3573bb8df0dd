import { Injectable } from '@nestjs/common';
import { findFact, lettersOn, permit, shuffled, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { lettersErrors } from '../letters.errors.js';
import { PostedLetters } from '../letter/posted-letters.js';
import { AddressBook } from './address-book.js';

export interface WriteFactLettersInput {
  readonly factId: string;
  readonly kind: string;
}

/** Writes the letters of one kind that follow a fact: one to each person whom it concerns. */
@Injectable()
export class WriteFactLetters {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly letters: PostedLetters,
    private readonly addresses: AddressBook,
  ) {}

  /**
   * Once for each fact and person, however often it runs: all of them, or none.
   *
   * @throws CodedError FORBIDDEN, LETTER_UNKNOWN
   */
  async execute(actor: Actor, { factId, kind }: WriteFactLettersInput): Promise<void> {
    permit(actor, 'letter.write');
    await this.unitOfWork.run(actor, async (tx) => {
      const fact = await findFact(tx, factId);
      // It went with its person, who was erased meanwhile: there is nobody to write to.
      if (fact === null) return;
      const letter = lettersOn(fact.type).find((one) => one.kind === kind);
      if (letter === undefined) {
        throw lettersErrors.error('LETTER_UNKNOWN', `No letter ${kind} follows this.`);
      }
      const memberIds = [...new Set(letter.recipients(fact.data))];
      // Neither their ids nor the order in which they leave tells who joined before whom.
      const people = shuffled(await this.addresses.correspondents(tx, memberIds));
      if (people.length === 0) return;
      const sender = await this.addresses.sender(tx);
      const noticeUrl = await this.addresses.noticeUrl(tx);
      for (const { memberId, ...to } of people) {
        const composed = letter.compose({ data: fact.data, to, sender, noticeUrl });
        const { topic } = letter;
        await this.letters.post(tx, { kind, topic, to, follows: { factId, memberId } }, composed);
      }
    });
  }
}
