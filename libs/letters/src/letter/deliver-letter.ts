import { Inject, Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { assert, CONFIG, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { letterStore } from './letter.store.js';
import { Outbox } from './outbox.js';

/** A mail server that says nothing holds a connection to the books no longer than this. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * Gives a queued letter to the mail server. The letter's id is its message id, so that a letter
 * that goes out twice, because the process died in between, is recognised as one.
 */
@Injectable()
export class DeliverLetter {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Pick<Config, 'mail'>,
  ) {}

  /** At least once. @throws the mail server's error; the job is tried again */
  async execute(actor: Actor, input: { letterId: string }): Promise<void> {
    permit(actor, 'letter.deliver');
    const { smtpUrl, from } = this.config.mail;
    assert(smtpUrl !== undefined, 'letters are queued only when there is a mail server');
    await this.unitOfWork.run(actor, async (tx) => {
      const row = await letterStore.lock(tx, input.letterId);
      if (row?.state !== 'queued') return;
      const { to, subject, text } = this.outbox.open(row.id, row.sealed);
      const transport = createTransport({ url: smtpUrl, ...patience });
      try {
        const messageId = `<${row.id}@rochdale>`;
        await transport.sendMail({ from, to, subject, text, messageId });
      } finally {
        transport.close();
      }
      await letterStore.markSent(tx, row.id);
    });
  }
}
