import { Injectable } from '@nestjs/common';
import { findFact, lettersOn, permit, shuffled, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { lettersErrors } from '../letters.errors.js';
import { PostedLetters } from '../letter/posted-letters.js';
import { AddressBook } from './address-book.js';

/** No transaction is so long that others wait for it. */
const mostAtOnce = 200;

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
   * Once for each fact and person, however often it runs: two hundred at once; where one cannot be
   * written, all the others.
   *
   * @throws CodedError FORBIDDEN, LETTER_UNKNOWN; Error of those that could not, after the others
   */
  async execute(actor: Actor, input: WriteFactLettersInput): Promise<void> {
    permit(actor, 'letter.write');
    const memberIds = await this.unitOfWork.read(actor, (tx) => this.#recipients(tx, input));
    // Neither their ids nor the order in which they leave tells who joined before whom.
    const all = shuffled([...new Set(memberIds)]);
    const turns = new Turns();
    await turns.some(all, mostAtOnce, (some) =>
      this.unitOfWork.run(actor, (tx) => this.#write(tx, input, some)),
    );
    turns.end();
  }

  async #recipients(tx: Tx, input: WriteFactLettersInput): Promise<readonly string[]> {
    const found = await find(tx, input);
    if (found === null) return [];
    const { fact, letter } = found;
    const proposalId = letter.votersOf(fact.data);
    const named = letter.recipients(fact.data);
    return proposalId === null ? named : this.addresses.voters(tx, proposalId);
  }

  async #write(
    tx: Tx,
    input: WriteFactLettersInput,
    memberIds: readonly string[],
  ): Promise<number> {
    const found = await find(tx, input);
    if (found === null) return 0;
    const { fact, letter } = found;
    const people = shuffled(await this.addresses.correspondents(tx, memberIds));
    if (people.length === 0) return 0;
    const sender = await this.addresses.sender(tx);
    const noticeUrl = await this.addresses.noticeUrl(tx);
    for (const { memberId, ...to } of people) {
      const composed = letter.compose({ data: fact.data, to, sender, noticeUrl });
      const { kind, topic } = letter;
      const follows = { factId: fact.id, memberId };
      await this.letters.post(tx, { kind, topic, to, follows }, composed);
    }
    return people.length;
  }
}

/** Null where it went with its person, who was erased meanwhile: there is nobody to write to. */
async function find(tx: Tx, { factId, kind }: WriteFactLettersInput) {
  const fact = await findFact(tx, factId);
  if (fact === null) return null;
  const letter = lettersOn(fact.type).find((one) => one.kind === kind);
  if (letter === undefined) {
    throw lettersErrors.error('LETTER_UNKNOWN', `No letter ${kind} follows this.`);
  }
  return { fact, letter };
}
