import { Inject, Injectable } from '@nestjs/common';
import { composeLetter, CONFIG, Letters, newId } from '@rochdale/platform';
import type {
  Addressee,
  ComposedLetter,
  Config,
  Forgetting,
  LetterDefinition,
  LetterTopic,
  Tx,
} from '@rochdale/platform';
import { DeliverLetterJob } from '../letters.jobs.js';
import { Envelope } from './envelope.js';
import { forgetLettersOfAccount, forgetLettersTo } from './forget-letters.js';
import { letterStore } from './letter.store.js';
import type { NewLetter } from './letter.store.js';

/** What a letter is, apart from its words. */
export interface Posting extends Pick<NewLetter, 'kind' | 'follows'> {
  readonly topic: LetterTopic;
  readonly to: Addressee;
}

/**
 * Takes letters over, in the transaction of what caused them. With a mail server they are queued
 * for it and gone once sent; without one they are kept for developers.
 */
@Injectable()
export class PostedLetters extends Letters {
  constructor(
    private readonly envelope: Envelope,
    @Inject(CONFIG) private readonly config: Pick<Config, 'mail'>,
  ) {
    super();
  }

  override get isDelivered(): boolean {
    return this.config.mail.smtpUrl !== undefined;
  }

  override async write<Data extends object>(
    tx: Tx,
    letter: LetterDefinition<Data>,
    to: Addressee,
    data: Data,
  ): Promise<void> {
    const { kind, topic } = letter;
    const composed = composeLetter(letter, { data: letter.data.parse(data), to, sender: '' });
    await this.post(tx, { kind, topic, to, follows: null }, composed);
  }

  override async forget(tx: Tx, email: string, forgetting: Forgetting): Promise<void> {
    const { erasedAccountId } = forgetting;
    const mark = this.envelope.markOf(email);
    // Whose account goes by itself belongs to no co-operative.
    if (tx.actor.cooperativeId !== null) await forgetLettersTo(tx, mark);
    if (erasedAccountId !== null) {
      await forgetLettersOfAccount(tx, { ...forgetting, erasedAccountId, mark });
    }
  }

  /** In the caller's transaction. Does nothing where the member was told of the fact already. */
  async post(tx: Tx, posting: Posting, composed: ComposedLetter): Promise<void> {
    const { kind, topic, follows } = posting;
    const { email, name } = posting.to;
    const id = newId();
    const sealed = this.envelope.seal(id, { ...composed, kind, topic, to: { email, name } });
    const state = this.isDelivered ? 'queued' : 'kept';
    const addressMark = this.envelope.markOf(email);
    const isNew = await letterStore.insert(tx, { id, kind, sealed, state, follows, addressMark });
    if (!isNew || state === 'kept') return;
    const { cooperativeId } = tx.actor;
    tx.enqueue(DeliverLetterJob, { cooperativeId, letterId: id }, { key: id });
  }
}
