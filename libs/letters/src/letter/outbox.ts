import { Inject, Injectable } from '@nestjs/common';
import { Mail } from '@rochdale/identity';
import type { Letter } from '@rochdale/identity';
import { CONFIG, newId, seal, systemActor, UnitOfWork, unseal } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { DeliverLetterJob } from '../letters.jobs.js';
import { letterStore } from './letter.store.js';

const purpose = 'letters';

/**
 * Takes letters over: sealed, because they may hold a link that signs in. With a mail server they
 * are queued for it and gone once sent; without one they are kept in a development outbox.
 */
@Injectable()
export class Outbox extends Mail {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret' | 'mail'>,
  ) {
    super();
  }

  override async send(letter: Letter): Promise<void> {
    const { secret, mail } = this.config;
    const id = newId();
    await this.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      await letterStore.insert(tx, {
        id,
        kind: letter.kind,
        sealed: seal({ secret, purpose, rowId: id }, JSON.stringify(letter)),
        state: mail.smtpUrl === undefined ? 'kept' : 'queued',
        createdAt: tx.now,
      });
      if (mail.smtpUrl !== undefined) tx.enqueue(DeliverLetterJob, { letterId: id }, { key: id });
    });
  }

  /** The newest letters that were kept because there is no mail server. For developers. */
  async kept(atMost = 50): Promise<(Letter & { createdAt: Date })[]> {
    const rows = await this.unitOfWork.read(systemActor(null, 'cli'), (tx) =>
      letterStore.kept(tx, atMost),
    );
    return rows.map((row) => ({ ...this.open(row.id, row.sealed), createdAt: row.createdAt }));
  }

  /** Opens a sealed letter. */
  open(id: string, sealed: Buffer | null): Letter {
    const { secret } = this.config;
    return JSON.parse(unseal({ secret, purpose, rowId: id }, sealed ?? Buffer.alloc(0))) as Letter;
  }
}
