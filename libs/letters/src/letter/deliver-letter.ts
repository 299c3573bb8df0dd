import { Inject, Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { assert, CONFIG, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { lettersErrors } from '../letters.errors.js';
import { Envelope } from './envelope.js';
import { listIdOf } from './letter.js';
import { letterStore } from './letter.store.js';
import type { ClaimedLetter } from './letter.store.js';

/** A mail server that says nothing is waited for no longer than this. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * Gives a queued letter to the mail server, outside of any transaction. The letter's id is its
 * message id, so that a letter that goes out twice, because the process died in between, is
 * recognised as one.
 */
@Injectable()
export class DeliverLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly envelope: Envelope,
    @Inject(CONFIG) private readonly config: Pick<Config, 'mail'>,
  ) {}

  /**
   * At least once.
   *
   * @throws CodedError FORBIDDEN, LETTER_BEING_SENT; the mail server's own: it is tried again
   */
  async execute(actor: Actor, input: { letterId: string }): Promise<void> {
    permit(actor, 'letter.deliver');
    const letter = await this.#claim(actor, input.letterId);
    if (letter === null) return;
    try {
      await this.#send(letter);
    } catch (error) {
      await this.unitOfWork.run(actor, (tx) => letterStore.release(tx, letter));
      throw error;
    }
    await this.unitOfWork.run(actor, async (tx) => {
      assert(await letterStore.markSent(tx, letter), 'a claimed letter is sent by its claimant');
    });
  }

  async #claim(actor: Actor, letterId: string): Promise<ClaimedLetter | null> {
    return this.unitOfWork.run(actor, async (tx) => {
      const claimed = await letterStore.claim(tx, letterId);
      if (claimed !== null) return claimed;
      const state = await letterStore.stateOf(tx, letterId);
      if (state === null || state === 'sent') return null;
      throw lettersErrors.error('LETTER_BEING_SENT', 'Another process is sending this letter.');
    });
  }

  async #send({ id, sealed }: ClaimedLetter): Promise<void> {
    const { smtpUrl, from } = this.config.mail;
    assert(smtpUrl !== undefined, 'letters are queued only when there is a mail server');
    const letter = this.envelope.open(id, sealed);
    const { subject, text, html } = letter;
    const { email: address, name } = letter.to;
    const transport = createTransport({ url: smtpUrl, ...patience });
    try {
      await transport.sendMail({
        from,
        to: name === null ? address : { name, address },
        subject,
        text,
        ...(html === null ? {} : { html }),
        messageId: `<${id}@rochdale>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'List-Id': listIdOf(letter, from) },
      });
    } finally {
      transport.close();
    }
  }
}
