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
 * Gives a queued letter to the mail server, outside of any transaction. Its message id is made of
 * its id, so that a letter that goes out twice, because the process died in between, is recognised
 * as one.
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
   * @throws CodedError FORBIDDEN; LETTER_BEING_SENT, LETTER_NOT_TAKEN: it is tried again
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
    if (smtpUrl === undefined) throw noServer();
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
        messageId: this.envelope.messageIdOf(id),
        headers: { 'Auto-Submitted': 'auto-generated', 'List-Id': listIdOf(letter, from) },
      });
    } catch (error) {
      throw notTaken(error);
    } finally {
      transport.close();
    }
  }
}

/** It was queued while there was one: an operator reads what is missing. */
const noServer = (): Error =>
  lettersErrors.error('LETTER_NOT_TAKEN', 'There is no mail server any more: set SMTP_URL.');

interface MailError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/**
 * What a mail server said, in numbers alone: whoever refuses a letter repeats to whom it goes, and
 * an error's words are kept in the log and with the job, longer than the person may be a member.
 * `code` is nodemailer's, the others those of RFC 5321 and RFC 3463.
 */
function notTaken(error: unknown): Error {
  if (!(error instanceof Error)) return lettersErrors.error('LETTER_NOT_TAKEN', 'It was not sent.');
  const { code, errno, responseCode, response } = error as Error & MailError;
  const [enhanced] =
    typeof response === 'string' ? (/\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response) ?? []) : [];
  const said = [code, errno, responseCode, enhanced].filter(
    (one) => typeof one === 'number' || (typeof one === 'string' && /^[\w.]{1,40}$/.test(one)),
  );
  const why = said.length === 0 ? '' : `: ${said.join(' ')}`;
  return lettersErrors.error('LETTER_NOT_TAKEN', `The mail server did not take the letter${why}.`);
}
